"""Words of which titles of posts are made. Two words beside each other that are none of these read like a name."""

from __future__ import annotations

# What somebody does or is, where, for whom, and in what: in small letters, without accents and marks.
WORDS = """
academic academics academy account accountant accounting accounts acting activities activity ad
administration administrative administrator admission admissions adult advertising advice adviser
advisor advocate after agency aide alumni ambassador ambassadors an analyst and animal animals annual
apprentice arabic archive archivist area art arts assembly assessment assistant associate at athletics
attendance audio audiologist autism award awards b babies baby badminton ballet bame band base based
basketball behaviour behavioural belonging biology blog board boarding body booking bookings box boys
branch brand brass breakfast broadcast btec budget building buildings bursar bursary business by cadet
cadets calendar campaign campus canteen capital captain care career careers carer carers caretaker
carpenter cashier catering cbm ccf central centre ceo ceramics cfo chair chairman chairperson chairwoman
champion champions chancellor chapel chaplain chaplaincy charity chef chemistry chess chief child
childcare childminder children childrens chinese choir choral church cio citizenship civil class classes
classics classroom cleaner cleaning clergy clerical clerk climbing clinical club clubs co coach coaching
coding college combined commander committee communication communications communities community company
compliance computer computing conduct construction consultant content contingent contract contracts
control coo cook cookery cooking coordination coordinator copy corporate council counselling counsellor
counselor cover cpd craft creative creche cricket crossing cto cultural culture curator curricular
curriculum custodian customer cyber cycling daf dance data database day dealer dean debate degree
delivery dental department departmental deputy design designate designated designer desk developer
development dht dietitian digital dining dinner diocesan diocese diploma direct director disability
discipline display diversity dofe domestic dpo drama driver driving drum drums dsl dt duke duty e eal
early ebacc eco ecology economics ect ects edi edinburgh editor editorial education educational educator
ehcp electrician electronics elementary emergency emotional employability employment energy engagement
engineer engineering enrichment enterprise entertainment environment environmental equalities equality
equipment equity esafety esports estate estates ethics european event events exam examinations examiner
exams executive exhibition experience external extra eyfs facilitator facilities facility faculty faith
families family farm fashion federation fellow female fencing fifth film finance financial first fitness
food football for forest form fos foundation founder fourth friends front fsm funding fundraiser
fundraising further games gaming garden gardener gardening gcse gdpr general geography gifted girls
global golf governance governing governor governors graduate grants graphic graphics grounds groundsman
groundsperson group groups guardian guardians guidance guide guitar gym gymnastics handyman head
headmaster headmistress heads headteacher headteachers health healthcare hebrew helper heritage high
higher history hlta hockey hod holiday home homework honorary hospital hospitality hostel house
housekeeper housekeeping housemaster housemistress houseparent houses housing hoy hr hsa hse hub hubs
human humanities ib ict imam improvement in inclusion inclusive individual induction industry infant
infants information initial initiative innovation inset inspector instructor instrument instrumental
insurance intake integrated interim intern internal international internet interpreter intervention
interventions invigilation invigilator invigilators it italian japanese job journalism journalist judo
junior juniors karate keeper key keyboard keyworker kitchen ks1 ks2 ks3 ks4 ks5 lab laboratory lacrosse
language languages latin law lead leader leaders leadership leads league learner learners learning
lecturer legal lessons level lgb lgbt liaison librarian library licence life lifeguard lifelong linguist
link literacy local lodge logistics lower lsa lsc lunch lunchtime ma main maintenance male management
manager managers managing mandarin marketing master mat maternity mathematics maths matron me meals
media medical medicine meeting member members mental mentor mentors merchandise mfl midday middle minder
minibus minor mission mixed mobile moderation moderator modern monitor monitoring montessori multi
multimedia museum music musician nanny national natural netball network networks news newsletter night
non nqt numeracy nurse nursery nursing nutrition occupational of office officer officers official on
online open operational operations operative operator opportunities optician orchestra organisation
organiser organist other out outdoor outreach outside overseas pa paediatric painter parent parental
parents parish part partner partners partnership partnerships pas passenger pastor pastoral patrol pay
payroll pdc pe peer people percussion performance performing peripatetic permanent person personal
personnel pgce phase philosophy phonics photographer photography physical physics physiotherapist piano
pitch placement planner planning plant play player playground playgroup playleader playworker plumber
policy political politics pool porter portfolio portuguese post posts practical practice practitioner
practitioners prefect premises premium prep preparatory preschool president press prevent priest primary
principal print private procurement producer product production professional professor programme
programmes progress project projects promotion property protection provision pshe psychiatrist
psychologist psychology psychotherapist pta ptfa public publications publicity publisher pupil pupils
purchasing qualifications qualified quality rabbi ranger rangers re reader reading reception
receptionist records recreation recruitment referral regional register registrar registration relations
relationship relationships religion religious remote renewal repairs reporter reprographics research
residence resident residential resilience resource resources responsible restorative review rights risk
robotics room rounder rowing rse rshe rso rugby rural russian safe safeguard safeguarding safety sailing
sales sbl sbm sbo school schools schoolwide science sciences scientist scitt scout screen seamstress
second secondary secretarial secretary section sector security semh sen senco send sends senior sensory
service services session sewing shared shop sign signing singing site sites sixth skills slt small
social society sociology software space spanish speaker special specialist speech sport sporting sports
squash st stable stables staff stage standards start state station statistics status steam stem steward
stewardship stock store storekeeper stores strategic strategy strings student students studies studio
sub subject success supervision supervisor supplies supply support survey sustainability swim swimmer
swimming switchboard system systems ta talented talk teacher teachers teaching team teams tech technical
technician technicians technologies technology telephone television temporary tennis term textiles
theatre theology therapeutic therapist therapy third ticket time toddler toddlers toilet tour tourism
track trading trainee trainer training trampoline transition translator transport travel treasurer trip
trips trust trustee trustees tutor tutorial tutors twilight twitter under uniform union unit university
upper urdu user values vehicle venue verger vicar vice video violin virtual visit visiting visitor
visits visual vocal vocational voice volunteer volunteers vulnerable warden warehouse watch water web
webmaster website welfare wellbeing whole widening wider woodwind woodwork work worker workers working
workplace workshop world worship wrap wraparound writer writing year years yoga youth youtube zone
justgiving powerpoint sharepoint tiktok whatsapp
"""
TITLE_WORDS = frozenset(WORDS.split())
