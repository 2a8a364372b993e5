"""Words of which titles of posts are made. Two words beside each other that are none of these read like a name."""

from __future__ import annotations

# What somebody does or is, where, for whom, and in what: in small letters, without accents and marks.
WORDS = """
academic academics academy account accountant accounting accounts acting activities activity ad
administration administrative administrator admission admissions adult advertising advice
adviser advisor advocate after agency aide alumni an analyst and annual apprentice arabic
archive archivist area art arts assembly assessment assistant associate at athletics attendance
audio autism award awards b band base based basketball behaviour belonging biology blog board
boarding body booking bookings box boys branch brand breakfast broadcast budget building
buildings bursar bursary business by cadet cadets calendar campaign campus canteen capital
captain care career careers caretaker carpenter cashier catering central centre ceo ceramics
chair chairman chairperson chairwoman chancellor chaplain chaplaincy charity chef chemistry
chess chief child childcare children childrens chinese choir citizenship civil class classes
classics classroom cleaner cleaning clerical clerk clinical club clubs co coach coaching college
combined communication communications communities community company compliance computer
computing conduct construction consultant content contract contracts control cook cookery
cooking coordination coordinator copy corporate council counselling counsellor counselor cover
craft creative cricket crossing cultural culture curator curricular curriculum custodian
customer cyber dance data database day dealer dean debate degree delivery dental department
departmental deputy design designate designated designer desk developer development dht digital
dining dinner diploma direct director disability discipline display diversity domestic dpo drama
driver driving dsl dt duke duty e eal early eco ecology economics edinburgh editor editorial
education educational educator electrician electronics elementary emergency employability
employment energy engagement engineer engineering enrichment enterprise entertainment
environment environmental equalities equality equipment equity esafety estate estates ethics
european event events exam examinations examiner exams executive exhibition experience external
extra eyfs facilitator facilities facility faculty faith families family farm fashion federation
fellow female fifth film finance financial first fitness food football for forest form
foundation founder fourth friends front funding fundraiser fundraising further games garden
gardener gardening gcse general geography gifted girls global governance governing governor
governors graduate grants graphic graphics grounds groundsman groundsperson group groups
guidance guide gym gymnastics handyman head headmaster headmistress heads headteacher
headteachers health healthcare hebrew helper heritage high higher history hockey hod holiday
home homework honorary hospital hospitality hostel house housekeeper housekeeping housemaster
housemistress houseparent houses housing hoy hr human humanities ib ict improvement in inclusion
inclusive individual induction industry infant infants information initial initiative innovation
inset inspector instructor instrument instrumental insurance integrated interim intern internal
international internet interpreter intervention interventions invigilation invigilator
invigilators it italian japanese job journalism journalist junior juniors keeper key keyworker
kitchen ks1 ks2 ks3 ks4 ks5 lab laboratory language languages latin law lead leader leaders
leadership league learner learners learning lecturer legal lessons level liaison librarian
library licence life lifeguard lifelong linguist link literacy local lodge logistics lower lsa
lsc lunch lunchtime ma main maintenance male management manager managers managing mandarin
marketing master maternity mathematics maths matron me meals media medical medicine meeting
mental mentor mentors merchandise mfl midday middle minibus minor mission mixed mobile
moderation moderator modern monitor monitoring montessori multi multimedia museum music musician
national natural network networks news newsletter night non numeracy nurse nursery nursing
nutrition occupational of office officer officers official on online open operational operations
operative operator opportunities orchestra organisation organiser organist other out outdoor
outreach outside overseas paediatric painter parent parental parents part partner partners
partnership partnerships passenger pastor pastoral patrol pay payroll pe peer people performance
performing peripatetic permanent person personal personnel pgce phase philosophy phonics
photographer photography physical physics physiotherapist piano pitch placement planner planning
plant play player playground playgroup playleader playworker plumber policy political politics
pool porter portfolio portuguese post posts practical practice practitioner prefect premises
prep preparatory preschool press prevent primary principal print private procurement producer
product production professional professor programme programmes progress project projects
promotion property protection provision psychologist psychology pta ptfa public publications
publicity publisher pupil pupils purchasing qualifications qualified quality re reader reading
reception receptionist records recreation recruitment referral regional register registrar
registration relations relationship relationships religion religious remote renewal repairs
reporter reprographics research residence resident residential resilience resource resources
responsible restorative review rights risk room rounder rowing rugby rural russian safe
safeguarding safety sales school schools schoolwide science sciences scientist scitt scout
screen seamstress second secondary secretarial secretary section sector security semh sen senco
send senior sensory service services session sewing shared shop sign signing site sites sixth
skills slt small social society sociology software space spanish speaker special specialist
speech sport sporting sports st staff stage standards start state station statistics status
steward stewardship stock store storekeeper stores strategic strategy student students studies
studio sub subject success supervision supervisor supplies supply support survey sustainability
swimming switchboard system systems ta talented talk teacher teachers teaching team teams tech
technical technician technicians technologies technology telephone television temporary tennis
term textiles theatre theology therapeutic therapist therapy third ticket time toilet tour
tourism track trading trainee trainer training transition translator transport travel treasurer
trip trips trust trustee trustees tutor tutorial tutors twilight twitter under uniform union
unit university upper urdu user values vehicle venue vice video virtual visit visiting visitor
visits visual vocational voice volunteer volunteers vulnerable warden warehouse watch water web
webmaster website welfare wellbeing whole widening wider woodwork work worker workers working
workplace workshop world worship wraparound writer writing year years yoga youth zone
"""
TITLE_WORDS = frozenset(WORDS.split())
