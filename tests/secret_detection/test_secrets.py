"""What looks like a secret, and what people say about where one is kept."""

from __future__ import annotations

import pytest

from secret_detection.detect import looks_like_a_secret

SECRETS = """\
Hunter2!x
password: letmein
Password is letmein
pw=abc123
pwd: Ashdown99
PIN is 4471
PIN 4471
pin number: 2580
the pin is 0852
aB3dEf9hK2
Ashdown2026!
Ashdown2026
Summer2026
Welcome1!
P@ssw0rd
P@ssw0rd123
p4ssw0rd1
Password1
letmein
qwerty123
Sunshine12
iloveyou
abc123
trustno1
changeme
482913
482 913
4471
1234-5678
f3k9-x2mm
AB12-CD34-EF56
a1b2c-d3e4f-g5h6i
JBSWY3DPEHPK3PXP
ghp_16C7e42F292c6912E7710c838347Ae178B4a
sk_live_4eC39HqLyjWDarjtT1zdp7dc
9f86d081884c7d659a2feaa0c55ad015
qwer tyui opas dfgh
xkcd wqpl mnbv zrtt
otpauth://totp/School?secret=JBSWY3DPEHPK3PXP
https://tom:hunter2@example.org/login
https://example.org/reset?token=abcdef
https://example.org/in?password=x
office@ashdown.example: Hunter2
office@ashdown.example / Spring!Term
login: tom / hunter22
username tomo, pa55word9
account ashdownpe; tulip99x
-----BEGIN RSA PRIVATE KEY-----
The password is Hunter2!x and Tom knows it
use Tulip99!x to get in
In the safe, but it is Zebra#2024
passcode = 7788
passphrase: correct horse battery staple
security code is 9921
recovery code: 88213344
backup codes: 1122 3344 5566
one-time code 553211
2fa key: JBSWY3DP
API key = zzTop99x
token: eyJhbGciOiJI
secret answer: Fluffy
memorable word: marmalade
credentials: tom/sunshine
otp 883 221 is 883221
School safe, code is 5591
door code: C1379
Pa$$word99
G00dP@ssPhrase!
N3wt0n&Appl3
""".splitlines()

HARMLESS = """\
School safe
In the school safe
School safe, office manager
Safe in room 12
Password manager, office vault
Bitwarden
1Password, shared vault
1Password7
Keeper, folder Social media
LastPass under the business manager's account
Sealed envelope no. 4, head's office
Sealed envelope in the head's office
Locked drawer in the main office
Fireproof cabinet, block B
Cabinet12
Classroom12
Room12B, second shelf
The password is kept in the safe
Password is held by the office manager
The PIN is known to the business manager only
The code is changed every term
Password: never written down
Passwords are stored in the trust's password manager
The password was changed on 3 March 2026
Password is in the vault
The passcode is with the network manager
Ask Tom Okafor
Tom Okafor and Dana Reid
Network Manager
Office365 admin centre
Microsoft 365, shared mailbox
social@ashdown.example
office@school.example
Mailbox office@school.example, read by the office
https://www.ashdown.example/rules
www.ashdown.example
x.com/HistorySSchool
facebook.com/MarehayPrimary
History@SSchool
@AshdownPE
@southfield.library
Year7@Ashdown
The account ashdown_pe is used by the PE team
Kept since 16 May 2018
16/5/18
2026-11-20
2026-2027
Academic year 2026-2027
01632 960100
01632-960100
RQ0231
CH0142
DPIA-2026-014
Version 3.2
Key Stage 3 and Year 7 to Year 9
KS3 and KS4
Year7-Year9
Pupils aged 11 to 16
Tell parents about the school's work
The person who ran it has moved to another school
The platform offers none
The phone with the codes stays in the office
Two-step codes go to the office phone
Anti-bullying and face-to-face work
A4 posters at 10:30am on Mondays
Room B12, top shelf
SS1 2AB is the postcode
£3.50 a month
Reviewed under section 5.2
iPhone15 in the safe
Class7B post on Fridays
Photos of Year 11, with consent
It was hacked in 2024, so it was reset
Nobody holds it now!
Is it still in use?
A token effort, no more
The key is kept at reception
Code of conduct 2018
The Headteacher must be told
Changed because Mrs Boyd left
Posts are checked before they show
""".splitlines()


def test_the_table_is_long_enough():
    assert len(SECRETS) >= 60
    assert len(HARMLESS) >= 60


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_known_by_its_looks(text):
    assert looks_like_a_secret(text)
    assert looks_like_a_secret(f"  {text}  ")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_people_say_about_it_passes(text):
    assert not looks_like_a_secret(text)
