"""Where to turn about an account on each service: links, and what to press, in our own words.

Nobody has followed these links or read these terms for a school yet: the dates of checking begin
empty, and the page "Platforms and minimum ages" says so until somebody has.
"""

from __future__ import annotations

from dataclasses import dataclass

KEEP = "Keep the link to the fake account and the link to the real one beside you"
ASK_AGAIN = "Write down the day and the number of the report. Report it again after 3 school days if nothing has happened"
WHO = "Say that you report for the school, and give the school's website address"


@dataclass(frozen=True)
class Help:
    report_url: str = ""
    privacy_help_url: str = ""
    age_source: str = ""
    steps: tuple[str, ...] = ()


def from_menu(menu: str, choice: str) -> tuple[str, ...]:
    """The steps where a report begins on the account's own page."""
    return (KEEP, f"Open the fake account. {menu}", choice, WHO, ASK_AGAIN)


DOTS = "Press the 3 dots beside its name, then Report"
PRETENDS = "Choose that it pretends to be somebody else, then a business or organisation"
BY_FORM = "Fill in the form at the link above. It works without an account of your own"

HELP: dict[str, Help] = {
    "facebook": Help(
        "https://www.facebook.com/help/contact/295309487309948",
        "https://www.facebook.com/help/325807937506242",
        "Facebook's terms of service",
        from_menu(DOTS, PRETENDS),
    ),
    "x": Help(
        "https://help.x.com/en/forms/authenticity/impersonation",
        "https://help.x.com/en/safety-and-security/public-and-protected-posts",
        "X's terms of service",
        (KEEP, BY_FORM, "Say that an organisation is being impersonated", WHO, ASK_AGAIN),
    ),
    "instagram": Help(
        "https://help.instagram.com/contact/636276399721841",
        "https://help.instagram.com/196883487377501",
        "Instagram's terms of use",
        from_menu(DOTS, PRETENDS),
    ),
    "youtube": Help(
        "https://support.google.com/youtube/answer/2801947",
        "https://support.google.com/youtube/answer/157177",
        "YouTube's terms of service",
        from_menu("Open its About page, then press the flag", "Choose impersonation of a channel"),
    ),
    "tiktok": Help(
        "https://www.tiktok.com/legal/report/Impersonation",
        "https://support.tiktok.com/en/account-and-privacy",
        "TikTok's terms of service",
        (KEEP, BY_FORM, "Choose that an organisation is being impersonated", WHO, ASK_AGAIN),
    ),
    "linkedin": Help(
        "https://www.linkedin.com/help/linkedin/answer/a1338436",
        "https://www.linkedin.com/help/linkedin/answer/a1337839",
        "LinkedIn's user agreement",
        from_menu(DOTS, "Choose that the page is not what it says it is"),
    ),
    "threads": Help(
        "https://help.instagram.com/contact/636276399721841",
        "https://help.instagram.com/179980294969821",
        "Threads' terms of use",
        from_menu(DOTS, PRETENDS),
    ),
    "bluesky": Help(
        "https://bsky.social/about/support",
        "https://bsky.social/about/support/privacy-policy",
        "Bluesky's terms of service",
        from_menu(DOTS, "Choose misleading, then that it pretends to be somebody else"),
    ),
    "whatsapp": Help(
        "https://www.whatsapp.com/contact",
        "https://faq.whatsapp.com/3307102709559968",
        "WhatsApp's terms of service",
        from_menu("Press its name, then Report", "Choose that it pretends to be your school"),
    ),
    "snapchat": Help(
        "https://help.snapchat.com/hc/requests/new",
        "https://help.snapchat.com/hc/articles/7012343074580",
        "Snap's terms of service",
        from_menu("Press and hold its name, then Report", PRETENDS),
    ),
    "telegram": Help(
        "https://telegram.org/support",
        "https://telegram.org/faq",
        "Telegram's terms of service",
        from_menu(DOTS, "Choose fake account"),
    ),
    "pinterest": Help(
        "https://help.pinterest.com/en/contact",
        "https://help.pinterest.com/en/article/edit-your-privacy-and-data-settings",
        "Pinterest's terms of service",
        from_menu(DOTS, PRETENDS),
    ),
    "flickr": Help(
        "https://www.flickrhelp.com/hc/requests/new",
        "https://www.flickrhelp.com/hc",
        "Flickr's terms of use",
        (KEEP, "Choose report abuse at the bottom of its page", WHO, ASK_AGAIN),
    ),
    "tumblr": Help(
        "https://www.tumblr.com/abuse/impersonation",
        "https://help.tumblr.com/privacy-options/",
        "Tumblr's terms of service",
        (KEEP, BY_FORM, WHO, ASK_AGAIN),
    ),
    "vimeo": Help(
        "https://vimeo.com/help/contact",
        "https://help.vimeo.com/hc",
        "Vimeo's terms of service",
        (KEEP, "Press Report at the bottom of its page", WHO, ASK_AGAIN),
    ),
    "spotify": Help(
        "https://support.spotify.com/report-content",
        "https://support.spotify.com/",
        "Spotify's terms of use",
        (KEEP, BY_FORM, WHO, ASK_AGAIN),
    ),
    "reddit": Help(
        "https://www.reddit.com/report",
        "https://support.reddithelp.com/hc",
        "Reddit's user agreement",
        (KEEP, BY_FORM, "Choose impersonation", WHO, ASK_AGAIN),
    ),
    "twitch": Help(
        "https://help.twitch.tv/s/contactsupport",
        "https://help.twitch.tv/",
        "Twitch's terms of service",
        from_menu(DOTS, "Choose impersonation"),
    ),
    "wordpress": Help(
        "https://wordpress.com/abuse/",
        "https://wordpress.com/support/settings/privacy-settings/",
        "The terms of service of WordPress.com",
        (KEEP, BY_FORM, WHO, ASK_AGAIN),
    ),
    "myspace": Help(age_source="MySpace's terms of service"),
    "website": Help(
        age_source="A website of the school's own has no minimum age",
        steps=(
            KEEP,
            "Look up who hosts the site, and write to the address they give for abuse",
            "Tell the National Cyber Security Centre where the site asks for money or passwords",
            WHO,
        ),
    ),
}
