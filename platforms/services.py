"""The services schools use, as data: how their links look and what a handle may be. Rows begin here.

What each column means is in service.py; where to report an account and what its source for the
minimum age is stands in platform_help.py. People change the rows on "Platforms and minimum ages".
"""

from __future__ import annotations

from platforms.more_services import MORE
from platforms.service import ANY_TAIL, FEEDS, Service, at, words

SERVICES: tuple[Service, ...] = (
    Service(
        "facebook",
        "Facebook",
        hosts=("facebook.com", "fb.com", "fb.me", "en-gb.facebook.com", "web.facebook.com"),
        aliases=("FB",),
        handle_pattern=r"[A-Za-z0-9.]{5,50}",
        paths=(
            r"^/(?P<handle>groups/[A-Za-z0-9.]{1,90})" + ANY_TAIL,
            r"^/(?:people|pages|pages/category/[^/]+)/[^/]+/(?P<handle>(?P<id>\d{1,30}))"
            + ANY_TAIL,
            r"^/p/[^/]*?-?(?P<handle>(?P<id>\d{6,30}))" + ANY_TAIL,
            # One id and no hidden one: with two nobody knows which account is shown.
            r"^/profile\.php\?(?!.*%6[49])(?!.*\bid=.*&id=)(?:[^&]*&)*id=(?P<handle>(?P<id>\d{1,30}))(?:&.*)?$",
            r"^/(?:pg/)?(?:[^/]{1,100}-)?(?P<handle>(?P<id>\d{6,30}))" + ANY_TAIL,
            r"^/(?:pg/)?(?P<handle>[A-Za-z0-9.]{5,50})" + ANY_TAIL,
        ),
        reserved=(
            *FEEDS,
            *words(
                "sharer sharer.php share.php watch events marketplace photo photo.php photos story.php "
                "permalink.php home.php dialog plugins hashtag groups people pages profile.php reel reels "
                "stories login.php gaming media posts videos legal policies business public friends l.php "
                "ads adsmanager directory games memories recover saved bookmarks offers fundraisers"
            ),
        ),
        overlooked=".",
        example="@AshdownPrimary",
        profile_url="https://www.facebook.com/{handle}",
    ),
    Service(
        "x",
        "X (formerly Twitter)",
        hosts=("x.com", "twitter.com"),
        aliases=("X", "Twitter"),
        handle_pattern=r"[A-Za-z0-9_]{1,15}",
        paths=(at(r"[A-Za-z0-9_]{1,15}"),),
        reserved=(
            *FEEDS,
            *words(
                "i intent hashtag tos privacy signup compose download jobs account oauth logout who_to_follow"
            ),
        ),
        example="@AshdownPE",
        profile_url="https://x.com/{handle}",
        kind="microblog",
    ),
    Service(
        "instagram",
        "Instagram",
        hosts=("instagram.com", "instagr.am"),
        aliases=("Insta", "IG"),
        handle_pattern=r"[A-Za-z0-9._]{1,30}",
        paths=(
            r"^/stories/(?P<handle>[A-Za-z0-9._]{1,30})" + ANY_TAIL,
            r"^/(?P<handle>[A-Za-z0-9._]{1,30})" + ANY_TAIL,
        ),
        reserved=(
            *FEEDS,
            *words(
                "p reel reels stories tv accounts direct developer legal highlights web challenge press api"
            ),
        ),
        example="@ashdown.pe",
        profile_url="https://www.instagram.com/{handle}/",
        kind="images",
    ),
    Service(
        "youtube",
        "YouTube",
        hosts=("youtube.com",),
        aliases=("You Tube",),
        handle_pattern=r"[A-Za-z0-9._-]{3,30}",
        paths=(
            r"^/@(?P<handle>[A-Za-z0-9._-]{3,30})" + ANY_TAIL,
            r"^/(?P<handle>channel/(?P<id>(?-i:UC)[A-Za-z0-9_-]{22}))" + ANY_TAIL,
            r"^/(?P<handle>(?:c|user)/[A-Za-z0-9._-]{1,80})" + ANY_TAIL,
        ),
        reserved=words("watch shorts playlist embed live feed results hashtag clip post premium"),
        example="@AshdownMusic",
        profile_url="https://www.youtube.com/@{handle}",
        kind="video",
    ),
    Service(
        "tiktok",
        "TikTok",
        hosts=("tiktok.com",),
        aliases=("Tik Tok",),
        handle_pattern=r"[A-Za-z0-9._]{2,24}",
        paths=(r"^/@(?P<handle>[A-Za-z0-9._]{2,24})" + ANY_TAIL,),
        example="@ashdown.library",
        profile_url="https://www.tiktok.com/@{handle}",
        kind="video",
    ),
    Service(
        "linkedin",
        "LinkedIn",
        hosts=("linkedin.com", "uk.linkedin.com"),
        handle_pattern=r"(?:school|company)/[A-Za-z0-9-]{2,90}",
        paths=(
            r"^/(?P<handle>(?:company|school|showcase|in|groups)/[A-Za-z0-9%_-]{2,90})" + ANY_TAIL,
        ),
        example="school/ashdown-academy",
        profile_url="https://www.linkedin.com/{handle}/",
        minimum_age=16,
        kind="professional",
    ),
    Service(
        "threads",
        "Threads",
        hosts=("threads.net", "threads.com"),
        handle_pattern=r"[A-Za-z0-9._]{1,30}",
        paths=(r"^/@(?P<handle>[A-Za-z0-9._]{1,30})" + ANY_TAIL,),
        example="@ashdown.pe",
        profile_url="https://www.threads.com/@{handle}",
        kind="microblog",
    ),
    Service(
        "bluesky",
        "Bluesky",
        hosts=("bsky.app",),
        aliases=("Blue Sky", "Bsky"),
        handle_pattern=r"(?:[A-Za-z0-9-]{1,30}\.){1,3}[A-Za-z]{2,9}",
        paths=(
            r"^/profile/(?P<handle>(?P<id>did:plc:[a-z0-9]{1,60}))" + ANY_TAIL,
            r"^/profile/(?P<handle>(?:[A-Za-z0-9-]{1,30}\.){1,3}[A-Za-z]{2,9})" + ANY_TAIL,
        ),
        example="@ashdown.bsky.social",
        profile_url="https://bsky.app/profile/{handle}",
        kind="microblog",
    ),
    *MORE,
)
