"""Places on the web that hold no account of a school: links that pass people on, and other kinds of site.

Only ever used to say something helpful. Whether an account is official never depends on it.
"""

from __future__ import annotations

PASSES_ON = "This link passes people on to another address. Open it, then copy the link from the account's own page"
ONE_VIDEO = "This is a link to one video. Copy the link from the account's own page"
LIST_OF_LINKS = "This is a page of links. Open the account from it, then copy the link from the account's own page"

PASSING_ON = frozenset(
    {
        "t.co",
        "l.facebook.com",
        "lm.facebook.com",
        "l.instagram.com",
        "l.threads.com",
        "l.threads.net",
        "out.reddit.com",
        "redd.it",
        "t.umblr.com",
        "lnkd.in",
        "pin.it",
        "vm.tiktok.com",
        "vt.tiktok.com",
        "on.fb.me",
        "bit.ly",
        "tinyurl.com",
        "goo.gl",
        "ow.ly",
        "buff.ly",
        "is.gd",
        "rebrand.ly",
        "trib.al",
        "dlvr.it",
        "urldefense.com",
        "safelinks.protection.outlook.com",
        "spotify.link",
    }
)
VIDEOS = frozenset({"youtu.be", "fb.watch"})
LISTS = frozenset({"linktr.ee", "linkin.bio", "beacons.ai"})
OTHER_KINDS: dict[str, str] = {
    # Schools build sites of their own there.
    "sites.google.com": "",
    **dict.fromkeys(
        (
            "bbc.co.uk",
            "bbc.com",
            "theguardian.com",
            "dailymail.co.uk",
            "telegraph.co.uk",
            "thetimes.com",
            "independent.co.uk",
            "mirror.co.uk",
            "thesun.co.uk",
            "itv.com",
            "sky.com",
            "tes.com",
            "schoolsweek.co.uk",
        ),
        "a news site",
    ),
    **dict.fromkeys(
        ("google.com", "google.co.uk", "bing.com", "duckduckgo.com", "yahoo.com"), "a search engine"
    ),
    **dict.fromkeys(("amazon.co.uk", "amazon.com", "ebay.co.uk", "etsy.com"), "a shop"),
    **dict.fromkeys(("wikipedia.org", "wikimedia.org"), "an encyclopaedia"),
    **dict.fromkeys(("zoom.us", "teams.microsoft.com", "meet.google.com"), "an online meeting"),
    **dict.fromkeys(
        (
            "drive.google.com",
            "docs.google.com",
            "sharepoint.com",
            "dropbox.com",
            "onedrive.live.com",
        ),
        "a shared file",
    ),
    **dict.fromkeys(
        ("justgiving.com", "gofundme.com", "parentpay.com", "paypal.com", "paypal.me"),
        "a page that takes money",
    ),
    **dict.fromkeys(("gmail.com", "mail.google.com", "outlook.live.com"), "an e-mail service"),
}


def sentence(host: str) -> str:
    """What this place is, where it is known not to hold accounts; empty where nothing is known of it."""
    host = host.removeprefix("www.")
    if _at(host, PASSING_ON):
        return PASSES_ON
    if host in VIDEOS:
        return ONE_VIDEO
    if host in LISTS:
        return LIST_OF_LINKS
    kind = next((OTHER_KINDS[own] for own in _parents(host) if own in OTHER_KINDS), "")
    return f"This is a link to {kind}. Enter a social media account" if kind else ""


def _at(host: str, known: frozenset[str]) -> bool:
    return any(own in known for own in _parents(host))


def _parents(host: str) -> list[str]:
    """eur.safelinks.example.com, safelinks.example.com, example.com: the nearest first."""
    labels = host.split(".")
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]
