"""Links and names that are not the accounts of the world below, however much they look like them.

The world has these official accounts: @SSchoolPE on X, SSchoolOfficial on Facebook (number
100064000000001), @sschool.art on Instagram, @SSchoolChannel on YouTube (UCsschoolsschoolsschool1),
@sschool.library on TikTok, school/sschool-academy on LinkedIn, sschoolhead on WordPress and the
website sschool.example. Not one row below may be taken for any of them.
"""

from __future__ import annotations


def rows(text: str) -> list[str]:
    return text.split()


# Hosts that begin, end or look like a platform's.
OTHER_HOSTS = rows("""
https://notfacebook.com/SSchoolOfficial
https://my-facebook.com/SSchoolOfficial
https://facebook.com.evil.example/SSchoolOfficial
https://www.facebook.com.evil.example/SSchoolOfficial
https://facebook.com-login.example/SSchoolOfficial
https://facebook-com.example/SSchoolOfficial
https://facebook.co/SSchoolOfficial
https://facebook.cm/SSchoolOfficial
https://facebook.om/SSchoolOfficial
https://facebook.net/SSchoolOfficial
https://facebook.org/SSchoolOfficial
https://facebook.school/SSchoolOfficial
https://faceb00k.com/SSchoolOfficial
https://facebo0k.com/SSchoolOfficial
https://facebok.com/SSchoolOfficial
https://faceboook.com/SSchoolOfficial
https://faecbook.com/SSchoolOfficial
https://face-book.com/SSchoolOfficial
https://fasebook.com/SSchoolOfficial
https://wwwfacebook.com/SSchoolOfficial
https://www-facebook.com/SSchoolOfficial
https://wwww.facebook.com/SSchoolOfficial
https://pages.facebook.com/SSchoolOfficial
https://login.facebook.com/SSchoolOfficial
https://m.m.facebook.com/SSchoolOfficial
https://www.m.facebook.com/SSchoolOfficial
https://pages.m.facebook.com/SSchoolOfficial
https://evil.example/facebook.com/SSchoolOfficial
https://evil.example/https://facebook.com/SSchoolOfficial
https://evil.example/?u=https://facebook.com/SSchoolOfficial
https://evil.example/#https://facebook.com/SSchoolOfficial
https://evil.example//facebook.com/SSchoolOfficial
https://x.com.evil.example/SSchoolPE
https://notx.com/SSchoolPE
https://netflix.com/SSchoolPE
https://xx.com/SSchoolPE
https://x.co/SSchoolPE
https://x.org/SSchoolPE
https://x-com.example/SSchoolPE
https://api.x.com/SSchoolPE
https://tvvitter.com/SSchoolPE
https://twiter.com/SSchoolPE
https://twitter.co/SSchoolPE
https://twitter.com.co/SSchoolPE
https://nottwitter.com/SSchoolPE
https://twitter-com.example/SSchoolPE
https://nitter.net/SSchoolPE
https://lnstagram.com/sschool.art
https://instagrarn.com/sschool.art
https://instagram.com.example/sschool.art
https://instagram.co/sschool.art
https://1nstagram.com/sschool.art
https://instagramm.com/sschool.art
https://picuki.example/profile/sschool.art
https://youtube.com.example/@SSchoolChannel
https://y0utube.com/@SSchoolChannel
https://youtubee.com/@SSchoolChannel
https://youtube.co.uk/@SSchoolChannel
https://tiktok.com.example/@sschool.library
https://tlktok.com/@sschool.library
https://tik-tok.com/@sschool.library
https://linkedin.com.example/school/sschool-academy
https://llnkedin.com/school/sschool-academy
https://linked-in.com/school/sschool-academy
https://sschoolhead.wordpress.com.example/
https://sschoolhead.wordpress.org/
https://sschoolhead-wordpress.com/
https://sschoolhead.evil.wordpress.com/
https://evil.sschoolhead.wordpress.com/
https://login.wordpress.com/
https://sschoolheadwordpress.com/
https://sschool.example.evil.example/
https://evil-sschool.example/
https://sschool.exampl/
https://pages.sschool.example/
""")

# Nothing that a browser would open at the address it seems to show.
NO_LINKS = [
    "https://facebook.com@evil.example/SSchoolOfficial",
    "https://facebook.com:secret@evil.example/SSchoolOfficial",
    "https://SSchoolOfficial@facebook.com/",
    "https://user@facebook.com/SSchoolOfficial",
    "https://facebook.com%2f@evil.example/SSchoolOfficial",
    "https://facebook.com%40evil.example/SSchoolOfficial",
    "https://facebook.com\\@evil.example/SSchoolOfficial",
    "https://evil.example\\@facebook.com/SSchoolOfficial",
    "https://evil.example\\facebook.com/SSchoolOfficial",
    "https:\\\\facebook.com\\SSchoolOfficial",
    "https://facebook.com:8080/SSchoolOfficial",
    "https://facebook.com:81/SSchoolOfficial",
    "https://facebook.com:port/SSchoolOfficial",
    "https://facebook.com:443443/SSchoolOfficial",
    "javascript://facebook.com/SSchoolOfficial",
    "javascript://facebook.com/%0aalert(1)//SSchoolOfficial",
    "data://facebook.com/SSchoolOfficial",
    "ftp://facebook.com/SSchoolOfficial",
    "file://facebook.com/SSchoolOfficial",
    "intent://facebook.com/SSchoolOfficial",
    "fb://facebook.com/SSchoolOfficial",
    "view-source://facebook.com/SSchoolOfficial",
    "https://facebook..com/SSchoolOfficial",
    "https://.facebook.com/SSchoolOfficial",
    "https://facebook.com../SSchoolOfficial",
    "https://-facebook.com/SSchoolOfficial",
    "https://facebook_.com/SSchoolOfficial",
    "https://facebook%2ecom/SSchoolOfficial",
    "https://f%61cebook.com/SSchoolOfficial",
    "https://facebook.com /SSchoolOfficial",
    "https:// facebook.com/SSchoolOfficial",
    "https://facebook.com/SSchool Official",
    "https://fаcebook.com/SSchoolOfficial",  # a Cyrillic а
    "https://faсebook.com/SSchoolOfficial",  # a Cyrillic с
    "https://faceboοk.com/SSchoolOfficial",  # a Greek omicron
    "https://facebооk.com/SSchoolOfficial",  # two Cyrillic о
    "https://ƒacebook.com/SSchoolOfficial",
    "https://facebook。com/SSchoolOfficial",
    "https://facebook．com/SSchoolOfficial",
    "https://facebook.com／SSchoolOfficial",
    "https://evil.example／facebook.com/SSchoolOfficial",
    "https://facebook.com＠evil.example/SSchoolOfficial",
    "https://evil.example＃facebook.com/SSchoolOfficial",
    "https://facebook.com？/SSchoolOfficial",
    "https://xn--fcebook-2fg.com/SSchoolOfficial",
    "https://xn--80ak6aa92e.com/SSchoolOfficial",
    "https://xn--facebook.com/SSchoolOfficial",
    "https://[::1]/SSchoolOfficial",
    "https://[::ffff:157.240.1.35]/SSchoolOfficial",
    "https://127.0.0.1/SSchoolOfficial",
    "https://157.240.1.35/SSchoolOfficial",
    "https://2645559587/SSchoolOfficial",
    "https://0x9df00123/SSchoolOfficial",
    "https://localhost/SSchoolOfficial",
    "https:///SSchoolOfficial",
    "https:////facebook.com/SSchoolOfficial",
    "https://",
    "//",
    "https://facebook.com/%2e%2e/SSchoolOfficial",
    "https://facebook.com/evil/../SSchoolOfficial",
    "https://facebook.com/./SSchoolOfficial",
    "https://facebook.com/SSchoolOfficial/../evil",
    "https://facebook.com/SSchoolOfficial%2fevil",
    "https://facebook.com/SSchoolOfficial%5cevil",
    "https://facebook.com/SSchoolOfficial%00",
    "https://facebook.com/SSchoolOfficial%20",
    "https://facebook.com/SSchoolOfficial%23evil",
    "https://facebook.com/SSchoolOfficial%3fid=1",
    "https://x.com/SSchoolPE%252f",
    "https://x.com/SSchoolPE%0d%0aevil",
    "https://x.com/" + "a" * 2100,
]

# On the right host, and no account: pages of the platform, posts, searches and shares.
NO_ACCOUNTS = rows("""
https://www.facebook.com/
https://www.facebook.com/watch/?v=1
https://www.facebook.com/sharer/sharer.php?u=https://facebook.com/SSchoolOfficial
https://www.facebook.com/share/1AbCdEfGhI/
https://www.facebook.com/share/p/1AbCdEfGhI/
https://www.facebook.com/photo.php?fbid=1
https://www.facebook.com/photo/?fbid=1
https://www.facebook.com/groups/
https://www.facebook.com/profile.php
https://www.facebook.com/profile.php?sk=about
https://www.facebook.com/profile.php?id=SSchoolOfficial
https://www.facebook.com/profile.php?id=100064000000001&id=5
https://www.facebook.com/profile.php?id=5&id=100064000000001
https://www.facebook.com/profile.php?i%64=5&id=100064000000001
https://www.facebook.com/profile.php?x=id=100064000000001
https://www.facebook.com/login.php?next=SSchoolOfficial
https://www.facebook.com/search/top?q=SSchoolOfficial
https://www.facebook.com/hashtag/SSchoolOfficial
https://www.facebook.com/events/123456
https://www.facebook.com/marketplace/SSchoolOfficial
https://www.facebook.com/l.php?u=https://facebook.com/SSchoolOfficial
https://www.facebook.com//SSchoolOfficial
https://www.facebook.com/.....
https://x.com/
https://twitter.com/i/status/123
https://twitter.com/intent/tweet?text=SSchoolPE
https://twitter.com/intent/user?screen_name=SSchoolPE
https://x.com/hashtag/SSchoolPE
https://x.com/search?q=SSchoolPE
https://x.com/home
https://x.com/#!/SSchoolPE
https://x.com/?SSchoolPE
https://x.com/;SSchoolPE
https://x.com/SSchoolPE;evil
https://x.com/SSchoolPE,evil
https://www.instagram.com/p/Cabc/
https://www.instagram.com/reel/Cabc/
https://www.instagram.com/explore/tags/sschool.art/
https://www.instagram.com/accounts/login/?next=/sschool.art/
https://www.youtube.com/watch?v=abc
https://www.youtube.com/channel/ucsschoolsschoolsschool1
https://www.youtube.com/shorts/abc
https://www.youtube.com/SSchoolChannel
https://www.youtube.com/results?search_query=SSchoolChannel
https://www.youtube.com/playlist?list=abc
https://www.tiktok.com/sschool.library
https://www.tiktok.com/tag/sschool.library
https://www.linkedin.com/feed/
https://www.linkedin.com/sschool-academy
https://vimeo.com/123456
https://wordpress.com/
https://www.wordpress.com/sschoolhead
https://youtu.be/SSchoolChannel
https://fb.watch/abc/
https://t.co/abc123
https://bit.ly/SSchoolPE
https://l.facebook.com/l.php?u=https%3A%2F%2Fx.com%2FSSchoolPE
https://lm.facebook.com/l.php?u=https%3A%2F%2Ffacebook.com%2FSSchoolOfficial
https://l.instagram.com/?u=https%3A%2F%2Finstagram.com%2Fsschool.art
https://vm.tiktok.com/ZMabc/
https://lnkd.in/abc
https://pin.it/abc
https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.com%2FSSchoolPE
https://www.google.com/url?q=https://x.com/SSchoolPE
https://www.google.com/search?q=SSchoolPE
https://www.bbc.co.uk/news/education-123
https://www.theguardian.com/education/sschool
https://en.wikipedia.org/wiki/SSchool
https://linktr.ee/SSchoolPE
""")

# Accounts that may well exist, and are not ours.
OTHER_ACCOUNTS = rows("""
https://x.com/SSchoolPE1
https://x.com/SSchoolPE_
https://x.com/_SSchoolPE
https://x.com/SSchool_PE
https://x.com/SSchoolPEE
https://x.com/SSchooolPE
https://x.com/SSch00lPE
https://x.com/SSchooIPE
https://x.com/5SchoolPE
https://x.com/RealSSchoolPE
https://x.com/TheSSchoolPE
https://x.com/SSchoolPEUK
https://x.com/SchoolPE
https://x.com/SSchoolEP
https://x.com/SSchoolPhotos
https://www.facebook.com/SSchoolOfficia1
https://www.facebook.com/SSchool0fficial
https://www.facebook.com/SSchoolOfficiall
https://www.facebook.com/TheSSchoolOfficial
https://www.facebook.com/groups/SSchoolOfficial
https://www.facebook.com/pages/SSchoolOfficial/5550001112223
https://www.facebook.com/people/SSchool-Official/5550001112223/
https://www.facebook.com/profile.php?id=100064000000002
https://www.facebook.com/100064000000002
https://www.facebook.com/SSchool-Official-100064000000002
https://x.com/%C5%BFSchoolPE
https://www.instagram.com/sschool_art
https://www.instagram.com/sschoolart
https://www.instagram.com/sschool.art.
https://www.instagram.com/sschool..art
https://www.instagram.com/sschool.artt
https://www.instagram.com/sschool.arts
https://www.youtube.com/@SSchoolChanne1
https://www.youtube.com/@SSchool-Channel
https://www.youtube.com/c/SSchoolChannel
https://www.youtube.com/user/SSchoolChannel
https://www.youtube.com/channel/UCsschoolsschoolsschool2
https://www.youtube.com/channel/UCSSCHOOLSSCHOOLSSCHOOL1
https://www.tiktok.com/@sschool_library
https://www.tiktok.com/@sschoollibrary
https://www.tiktok.com/@sschool.Iibrary
https://www.linkedin.com/company/sschool-academy
https://www.linkedin.com/in/sschool-academy
https://www.linkedin.com/school/sschool-academy1
https://sschoo1head.wordpress.com/
https://sschoolheads.wordpress.com/
https://www.instagram.com/SSchoolPE
https://www.threads.net/@SSchoolPE
https://bsky.app/profile/sschoolpe.bsky.social
""")

# Names without a link.
NAMES = [
    "SSchoolPE_",
    "@SSch00lPE",
    "@SSchoolРE",  # a Cyrillic Р
    "@ЅSchoolPE",  # a Macedonian Ѕ
    "SSchool.art!",
    "sschool art",
    "@sschool.art.official",
    "SSchoolPE@evil.example",
    "SSchoolPE/evil",
    "x:sschoolpe",
    "facebook:sschoolofficial",
    "' OR 1=1 --",
    "%",
    "_",
    "@",
    "@@SSchoolPE",
    "SSchoolPE\u0301",
    "SSchoolPE OR SSchoolArt",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "\udcff\udcfe",
    "a" * 5000,
]

HOSTILE = [*OTHER_HOSTS, *NO_LINKS, *NO_ACCOUNTS, *OTHER_ACCOUNTS, *NAMES]
