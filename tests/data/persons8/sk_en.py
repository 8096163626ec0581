# coding: utf-8
T = r'''
=== pii
Dear Hiring Team at {eorg},

Please find my application details below, as requested by your portal.

Name: {E1}
Date of birth: {dob}
Address: {usaddr}
Phone: {ustel}
Email: {pm1}
Position: Warehouse associate (req. {po})
Referee: {E2}, former supervisor, {ustel}

Thank you for your consideration,
{E1}
=== pii
Hi {F1},

New starter form for payroll, start date {edate}:

Legal name: {E2}
SSN: {ssn}
DOB: {dob}
Home address: {usaddr}
Direct deposit: routing {~aba|111000025}, account {usacct}
Filing status: single, 1 allowance
Emergency contact: {E3} (sister) {ustel}

Please delete this mail once keyed in.
[[Thanks,||Many thanks,||Cheers,]]
{F4}
=== pii
Payroll corrections - week 32

emp_no,name,ssn,gross
<<3-6|{emp},{E*},{ssn},{~amount|1,842.10}>>

Everything else balanced. Call {F1} on ext {ext} if the totals look off.
=== pii
Claim ref {case}

Policyholder: {E1}
Date of birth: {dob}
Contact number: {uktel}
Address: {ukaddr}
Incident: escape of water, kitchen, {edate}
Settlement to: sort code {~sort|20-45-67}, account number {acct8}
Handler: {E2}

Excess of {gbp} applies.
=== pii
Dear {F1},

Thank you for booking with us. Your reservation is confirmed.

Guest name ...... {E2}
Check-in ........ {edate}
Nights .......... 3
Room ............ Twin, sea view
Card on file .... {ecard} exp {~exp|09/28}
Mobile .......... {intel}
Confirmation .... {po}

We look forward to welcoming you,
{E3}
Front Office
=== pii
Visa support letter - traveller data

Surname, given name | Passport no. | Date of birth
<<2-4|{T*} | {ukpp} | {dob}>>

Host in Tokyo: {R7} ({em}), {~place|Yamaguchi} site visit on {edate}.
Please check the spelling before I print.

{E1}
=== pii
Hello,

My booking {po} needs a name change. It's currently under {E1}, should be {E2} (same party, I'm her husband).
Passport number {uspp}, issued in the US. DOB {dob}.
You can reach me at {ustel} or {pm1}.

{E1}
=== care
SBAR handover - Ward 6, night to day, {edate}

Bed 1: {E1}, DOB {dobo}. Day 2 post hip replacement. Obs stable.
Bed 2: {E2}, DOB {dobo}. COPD, on 2 L oxygen. Daughter {E2a} rang at {~time|05:40}, call back on {uktel}.
Bed 3: empty
Bed 4: {E3}, type 1 diabetes, hypo at {~time|03:15}, treated. Dr {M4} aware.

Nurse in charge: {E5}
=== care
Incident report {case}

Resident: {E1} (DOB {dobo})
Location: dining room, {edate}
What happened: Resident slipped while standing. Small bruise to left forearm, dementia noted on care plan. No head injury.
Witness: {E2}, care assistant
Next of kin informed: {E1a}, {uktel}
Reported by: {F2}
=== care
Referral

Dear Dr {M1},

Re: {E2}, d.o.b. {dob}, {ukaddr}
Tel {uktel}

Thank you for seeing this patient with recurrent migraine and depression. Current medication: sertraline 50 mg. {F2} would prefer an appointment after {edate}.

Yours sincerely,
Dr {E3}
=== pii
Ticket {case} | Status: [[Open||Pending||Reopened]] | Priority: P3
Requester: {E1} <{em1}>
Assignee: {E2}

Customer can't sign in. They pasted their own password into the form ({pw}) so we forced a reset. Callback number {ustel}. Order {po}, tracking {etrack}.

-- internal note by {F2}: ask {F3} from billing about the duplicate charge of {usd}.
=== pii
[09:02] {F1}: morning, is staging down?
[09:03] {F2}: yes, key rotated. new one is {sec}
[09:03] {F1}: dude, not in chat
[09:04] {F2}: sorry. db pass is still {pw} btw
[09:05] {F3}: I'm filing {case}. {F2} please revoke both
[09:11] {F2}: done
=== pii
From: {E1} <{em1}>
Sent: {edate}
To: {E2}
Cc: {E3}
Subject: RE: vendor bank details

{F2},

Confirmed by phone with {E4} at {eorg}. Please update the vendor master:

IBAN: {iban}
Beneficiary: {eorg}
VAT/EIN: {ein}

> On Tuesday {F2} wrote:
> Can you verify the new account before we release {usd}?

{F1}
=== pii
Hi {F1}, just landed. Flatmate's details for the deposit refund: {E2}, IBAN {iban}. She's on {intel} if the bank asks. The lease was at {inaddr}. Ta!
=== pii
Expense reimbursement - overseas staff

{E1} / {iban} / {gbp}
{E2} / {iban} / {gbp}
{E3} / sort code {~sort|40-12-09} account {acct8} / {gbp}

Approved by {E4}, cost centre {~cc|44120}.
=== pii
Student registration changes

Student ID: {sid}   Name: {E1}   Change: major to Economics
Student ID: {sid}   Name: {E2}   Change: withdrawn
Student ID: {sid}   Name: {E3}   Change: new phone {ustel}

Processed by the Registrar, {edate}. Questions: {em} or {~bldg|Harrison Hall} room 12.
=== pii
Dear Professor {M1},

I am writing about my grade in Statistics. My student number is {sid} and I sat the exam on {edate} in {~bldg|Taylor Hall}. {E2} in my group received the same comments.
I can come to office hours at any time.

Kind regards,
{E3}
{pm3}
=== pii
Nursery enrolment - received via web form

child_name: {E1}
child_dob: {dobc}
parent_name: {E1a}
relationship: parent
phone: {uktel}
address: {ukaddr}
allergies: none
siblings: {F1b}
submission_id: {uuid}
=== pii
Saturday U11 team sheet

GK  {E1}
DF  {E2}, {E3}
MF  {E4}, {E5}, {E6}
FW  {E7}
Subs: {F8}, {F9}

Coach {F10} ({uktel}). Kick-off 10:30, meet at the car park by 9:45. Bring shin pads.
=== pii
Rota w/c {edate}

         Mon      Tue      Wed      Thu
Early    {F1}     {F2}     {F1}     {F3}
Late     {F4}     {F4}     {F5}     {F2}
Nights   {F6}     {F6}     {F3}     {F6}

Swaps through {F7} please, not on WhatsApp.
=== pii
While you were out

{E1} called from {eorg} - {ustel} - wants the revised quote.
Mrs {M2} called - {ustel} - will ring again.
Someone from Customs re {etrack}, no name.

{F3}
=== pii
Hi team,

Kindly update the HR record below (Tokyo office).
Employee: {R1}
Kanji: see attached
My Number: {mn}
Date of birth: {dob}
Bank: MUFG Shinjuku, ordinary account no. {acct}
Japanese driver's licence no.: {dl}
Mobile: {mob}

Regards,
{R2}
HR Japan
=== pii
Guest list for the reception, as of {edate}:

<<5-9|- {E*}((|||, plus one|||, vegetarian|||, arriving late))>>

Speaker: {E1}. Toast by {R2}. Venue: {~bldg|Wilson Ballroom}.
=== pii
Dear Ms {M1},

Your tenancy application for the flat at {ukaddr} has been accepted subject to references.

Applicant: {E1}, born {dob}
Guarantor: {E2}, {uktel}, {pm2}
Holding deposit: {gbp}, received

Please bring your passport ({ukpp}) to signing.

{E3}
Lettings
=== pii
WIRE / CARD AUTHORISATION (scanned text)

Cardholder: {E1}
Card no: {ecard}
Expiry: {~exp|04/29}
Billing address: {usaddr}
Amount: {usd}
Signature: on file
Phone: {ustel}

Received by {F2}, filed under {po}.
=== pii
Pet hotel intake - we had two drop-offs.
1. Biscuit (beagle). Owner {E1}, {intel}, back {edate}.
2. Miso (cat). Owner {E2}, {inaddr}, {intel}. Vet: {eorg}.
Keys are with {F3}.
=== pii
Dear Sir or Madam,

I write on behalf of my client, {E1} of {ukaddr} (born {dob}), in the matter of the late {E1a}. Funds should be remitted to IBAN {iban}. Kindly confirm with my clerk, {E2}, on {uktel}.

Yours faithfully,
{E3}
Solicitor
=== pii
Forwarding what the customer sent us through chat:

Customer: hi its {E1}
Customer: my card {ecard} was charged twice
Agent {F2}: please don't send card numbers here
Customer: oh ok. my dob is {dob} if you need it
Agent {F2}: Thank you {F1}, refund of {usd} raised under {case}
=== clean
Hi all,

Minutes of the {edate} product meeting.
Present: {F1}, {F2}, {F3}
- Release {ver} slipped one week
- Model {model} passed drop test ({pct})
- {F2} to follow up with {eorg}
Next meeting: Zoom {zoom}
=== clean
Your order {po} has shipped.

Carrier: UPS
Tracking: {etrack}
Estimated delivery: {edate}
Items: 2 x {model}
Total: {usd}

This mailbox is not monitored.
=== clean
ALERT nightly-backup FAILED
host {ip} at {log}
run {uuid}
commit {hash}
agent {ver}
Retry scheduled. No action needed unless it fails again.
=== clean
Dear {F1},

Please find attached invoice {po} for {gbp}, due {edate}. Our reference is {b16}.
Part numbers: {model}, {model}.

Kind regards,
{E2}
Accounts, {eorg}
Tel {uktel}
=== clean
Newsletter

May is mental health month, and Mark your calendars: the spring fair is on {edate}. Rose bushes go on sale at 9:00 at the Jackson Street lot. Last year {num} people came, up {pct}.
Volunteers welcome - write to {em}.
=== clean
Agenda for the site visit
09:00 arrival, safety briefing ({F1})
10:00 line 3, machine {model}, lot {lot}
12:00 lunch at the {~place|Hamilton} canteen
13:30 review of PO {po}
15:00 wrap-up, {F2}
=== clean
Hello {F1},

Thanks for coming to {~place|Chelsea} on {edate}. The paperback (ISBN {isbn}) is at the printer; sales stand at {num} copies. {F2} will send cover proofs.

Best,
{E3}
{em3} | {uktel}
=== clean
Quick poll: coffee machine lease is {usd} a month, {pct} of you voted to keep it. Ticket {case} closed. Ask {F1} if you need pods.
=== clean
Change request {case}
Window: {edate} 22:00-23:30 UTC
Systems: {ip}, {ip}
Package: {ver} to {ver}
Rollback: restore snapshot {uuid}
Approver: {E1}
=== clean
To whom it may concern,

Part no. {model}, serial {lot}, failed incoming inspection on {edate}. Please issue an RMA against {po} and credit {usd}.

Quality Dept.
{eorg}
=== pii
Credentials for the contractor laptops (rotate after {edate})

host {ip}  user svc-print  password {pw}
host {ip}  user svc-scan   password {pw}
API token: {sec}

Owner: {E1}. Backup contact {F2}, {intel}.
=== pii
Postmortem draft - {case}

Timeline
{log} pushed by {F1}: config contained {sec}
{log} scanner alert, {F2} on call
{log} key revoked, build {hash}
Impact: {pct} of requests. Author: {E3}
=== pii
Benefits open enrollment - dependents

Employee {E1}, SSN {ssn}, DOB {dob}
  Spouse {E1a}, SSN {ssn}, DOB {dob}
  Child {E1b}, SSN {ssn}, DOB {dobc}
Plan: PPO family. EIN {ein}
Questions to {E2}, {ustel}.
=== pii
Scholarship refunds (please process by {edate})

student id / name / account
<<3-5|{sid} / {E*} / {iban}>>

Approved: {E1}, Student Finance
=== pii
Dear {F1},

thank you for the signed lease. For the deposit please use:
Kontoinhaber: {E2}
IBAN: {iban}
Address: {inaddr}
Handover on {edate}. My mobile is {intel}.

Mit freundlichen Grüßen / best regards,
{E2}
=== pii
Crew change list, vessel [[Ocean Heron||Silver Tern]], port {~place|Kobe}

Rank / Name / Passport / DOB
Master / {E1} / {ukpp} / {dob}
Ch.Off / {E2} / {ukpp} / {dob}
Cook / {Q3} / {pp} / {dob}

Agent: {E4}, {intel}
=== care
Phone note - school office, {edate}

{E1}'s mum ({E1a}) rang at 8:20. {F1} has chickenpox, off until Monday. She'd like work sent home to {pm1a}.
{E2} has an asthma inhaler to collect. Told {M3} in Year 4.
=== pii
Order by phone
Name: {E1}
Ship to: {usaddr}
Card: {ecard}, exp {~exp|06/27}
Phone: {ustel}
2 x {model}, total {usd}
Taken by {F2}, order {po}
=== clean
Release checklist for {ver}
[ ] changelog ({F1})
[ ] smoke tests on {ip}
[ ] tag {hash}
[x] translations
[x] {F2} signs off
=== pii
Dear Mr {M1},

Further to our call this morning I set out what we agreed.

1. The faulty unit ({model}) will be collected by {eorg} on {edate}; the reference is {etrack}.
2. A refund of {gbp} goes back to the card you paid with. I do not need the number again.
3. Your new contact details are {uktel} and {pm1}; the old address, {ukaddr}, has been removed.

My colleague {E2} handled the original complaint ({case}) and is copied here. If anything above is wrong please tell {F2} or me.

Yours sincerely,
{E3}
Customer Relations
{uktel}

> From: {E1}
> I have now waited three weeks. {F2} promised a call. Please ring me.
=== care
Home visit record

Client: {E1}   DOB: {dobo}   NHS no.: on file
Address: {ukaddr}
Visit by: {E2} (carer), {edate} 08:10-08:55

Assisted with wash and dressing. {F1} refused breakfast but drank tea. Skin intact. Blister pack checked, insulin given by district nurse {M3}. Daughter {E1a} present; she asks that the key safe code be changed and that we phone her on {uktel} after each visit.
Handover to {F4} for the evening call.
=== pii
Subject: volunteers for the food bank - contact sheet

name; phone; email; day
<<4-7|{E*}; {uktel}; {pm*}; ((Mon|||Tue|||Thu|||Sat))>>

Drivers need a licence check before {edate}; bring it to {F1}. Ask {E2} for the keys.
'''
SK = []
for b in T.split('\n=== ')[1:]:
    f, _, t = b.partition('\n'); SK.append((f.strip(), t))
