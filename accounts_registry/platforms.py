"""The services schools use, as data: how their links look and what a handle may be. Rows begin here.

A path pattern is tried on the path of a link; the group `handle` is the account. What stands in
`reserved` is a page of the service and not an account ("/watch", "/explore").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CHECKED_ON = date(2026, 11, 20)
AGE_SOURCE = "Check with the platform"
ANY_TAIL = r"(?:/.*)?$"
FEEDS = (
    "home",
    "explore",
    "search",
    "login",
    "settings",
    "messages",
    "notifications",
    "about",
    "help",
    "share",
)


@dataclass(frozen=True)
class Service:
    """One row of the table."""

    code: str
    name: str
    hosts: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    handle_pattern: str = ""
    paths: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    subdomains: bool = False
    example: str = ""
    profile_url: str = ""
    minimum_age: int = 13


SERVICES: tuple[Service, ...] = (
    Service(
        "facebook",
        "Facebook",
        hosts=("facebook.com", "fb.com", "fb.me", "en-gb.facebook.com", "web.facebook.com"),
        aliases=("FB",),
        handle_pattern=r"[A-Za-z0-9.]{5,50}",
        paths=(
            r"^/(?P<handle>groups/[A-Za-z0-9.]+)" + ANY_TAIL,
            r"^/(?:people|pages|pages/category/[^/]+)/[^/]+/(?P<handle>\d+)" + ANY_TAIL,
            r"^/p/[^/]*?-?(?P<handle>\d{6,})" + ANY_TAIL,
            r"^/profile\.php\?(?:.*&)?id=(?P<handle>\d+)(?:&.*)?$",
            r"^/(?:pg/)?(?P<handle>[A-Za-z0-9.]{5,50})" + ANY_TAIL,
        ),
        reserved=(
            *FEEDS,
            "sharer",
            "sharer.php",
            "share.php",
            "watch",
            "events",
            "marketplace",
            "photo",
            "photo.php",
            "photos",
            "story.php",
            "permalink.php",
            "home.php",
            "dialog",
            "plugins",
            "hashtag",
            "groups",
            "people",
            "pages",
            "profile.php",
            "reel",
            "reels",
            "stories",
            "login.php",
            "gaming",
            "media",
            "posts",
            "videos",
            "legal",
            "policies",
        ),
        example="@AshdownPrimary",
        profile_url="https://www.facebook.com/{handle}",
    ),
    Service(
        "x",
        "X (formerly Twitter)",
        hosts=("x.com", "twitter.com"),
        aliases=("X", "Twitter"),
        handle_pattern=r"[A-Za-z0-9_]{1,15}",
        paths=(r"^/@?(?P<handle>[A-Za-z0-9_]{1,15})" + ANY_TAIL,),
        reserved=(
            *FEEDS,
            "i",
            "intent",
            "hashtag",
            "tos",
            "privacy",
            "signup",
            "compose",
            "download",
            "jobs",
        ),
        example="@AshdownPE",
        profile_url="https://x.com/{handle}",
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
            "p",
            "reel",
            "reels",
            "stories",
            "tv",
            "accounts",
            "direct",
            "developer",
            "legal",
        ),
        example="@ashdown.pe",
        profile_url="https://www.instagram.com/{handle}/",
    ),
    Service(
        "youtube",
        "YouTube",
        hosts=("youtube.com", "youtu.be"),
        aliases=("You Tube",),
        handle_pattern=r"[A-Za-z0-9._-]{3,30}",
        paths=(
            r"^/@(?P<handle>[A-Za-z0-9._-]{3,30})" + ANY_TAIL,
            r"^/(?P<handle>channel/UC[A-Za-z0-9_-]{22})" + ANY_TAIL,
            r"^/(?P<handle>(?:c|user)/[A-Za-z0-9._-]+)" + ANY_TAIL,
        ),
        reserved=("watch", "shorts", "playlist", "embed", "live", "feed", "results", "hashtag"),
        example="@AshdownMusic",
        profile_url="https://www.youtube.com/@{handle}",
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
    ),
    Service(
        "linkedin",
        "LinkedIn",
        hosts=("linkedin.com", "uk.linkedin.com"),
        handle_pattern=r"(?:school|company)/[A-Za-z0-9-]{2,100}",
        paths=(
            r"^/(?P<handle>(?:company|school|showcase|in|groups)/[A-Za-z0-9%_-]{2,100})" + ANY_TAIL,
        ),
        example="the link to your school's page",
        profile_url="https://www.linkedin.com/{handle}/",
        minimum_age=16,
    ),
    Service(
        "threads",
        "Threads",
        hosts=("threads.net", "threads.com"),
        handle_pattern=r"[A-Za-z0-9._]{1,30}",
        paths=(r"^/@(?P<handle>[A-Za-z0-9._]{1,30})" + ANY_TAIL,),
        example="@ashdown.pe",
        profile_url="https://www.threads.com/@{handle}",
    ),
    Service(
        "bluesky",
        "Bluesky",
        hosts=("bsky.app",),
        aliases=("Blue Sky", "Bsky"),
        handle_pattern=r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}",
        paths=(
            r"^/profile/(?P<handle>(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}|did:plc:[a-z0-9]+)" + ANY_TAIL,
        ),
        example="@ashdown.bsky.social",
        profile_url="https://bsky.app/profile/{handle}",
    ),
    Service(
        "pinterest",
        "Pinterest",
        hosts=("pinterest.com", "pinterest.co.uk", "uk.pinterest.com"),
        handle_pattern=r"[A-Za-z0-9_-]{3,30}",
        paths=(r"^/(?P<handle>[A-Za-z0-9_-]{3,30})" + ANY_TAIL,),
        reserved=(*FEEDS, "pin", "ideas", "today", "business", "_tools"),
        example="@ashdownart",
        profile_url="https://www.pinterest.co.uk/{handle}/",
    ),
    Service(
        "flickr",
        "Flickr",
        hosts=("flickr.com",),
        handle_pattern=r"[A-Za-z0-9@_-]{3,40}",
        paths=(r"^/(?:photos|people)/(?P<handle>[A-Za-z0-9@_-]{3,40})" + ANY_TAIL,),
        reserved=("tags",),
        example="the link to your photos",
        profile_url="https://www.flickr.com/photos/{handle}/",
    ),
    Service(
        "tumblr",
        "Tumblr",
        hosts=("tumblr.com",),
        handle_pattern=r"[A-Za-z0-9-]{1,32}",
        paths=(r"^/(?:blog/(?:view/)?)?(?P<handle>[A-Za-z0-9-]{1,32})" + ANY_TAIL,),
        reserved=(*FEEDS, "dashboard", "tagged", "register", "blog"),
        subdomains=True,
        example="ashdownlibrary",
        profile_url="https://www.tumblr.com/{handle}",
    ),
    Service(
        "vimeo",
        "Vimeo",
        hosts=("vimeo.com",),
        handle_pattern=r"[A-Za-z0-9_]{3,50}",
        paths=(
            r"^/(?P<handle>channels/[A-Za-z0-9_]+)" + ANY_TAIL,
            r"^/(?P<handle>(?!\d+(?:/|$))[A-Za-z0-9_]{3,50})" + ANY_TAIL,
        ),
        reserved=(
            *FEEDS,
            "watch",
            "categories",
            "channels",
            "groups",
            "ondemand",
            "upload",
            "join",
        ),
        example="ashdownfilm",
        profile_url="https://vimeo.com/{handle}",
        minimum_age=16,
    ),
    Service(
        "wordpress",
        "WordPress blog",
        hosts=("wordpress.com",),
        aliases=("WordPress", "Wordpress blog", "Blog"),
        handle_pattern=r"[a-z0-9-]{3,60}",
        subdomains=True,
        example="ashdownheadteacher.wordpress.com",
        profile_url="https://{handle}.wordpress.com/",
        minimum_age=16,
    ),
    Service(
        "website",
        "School website",
        aliases=("Website", "Web site"),
        example="the full link, starting with https",
        minimum_age=0,
    ),
    Service("other", "Other", example="the full link, starting with https"),
)
