T = r"""
=== en_hr_offer
Dear {F1},

Congratulations! Please find your offer letter attached. Before your start date we need to confirm the details we hold:

Name: {P1}
Date of birth: {BD}
Home address: {ADR}
Mobile: {MOB}
SSN: {SSN}

Please reply by {d}.

Kind regards,
{P2}
People Operations
{TEL} | {M2}
=== en_hr_bg
Hi {F1},

Background check request for two candidates:

1) {P2} - DOB {BD} - SSN {SSN}
2) {P3} - DOB {BD} - SSN {SSN}

Vendor reference {n:ref}. Thanks, {F4}
=== en_payroll
Team,

direct deposit changes for this cycle:
@@2-4 * {Px}: account {BANK} (First Harbor Credit Union, routing on file)

Please confirm once they're in the system. The batch number is {n:lot}.

{F1}
=== en_clean_minutes clean
Minutes - Operations Weekly, {d}

Present: {P1}, {P2}, {P3}
Apologies: {P4}

1. Backlog is down to {n:stat} items.
2. Budget: {n:usd} remaining. {F2} to circulate the forecast.
3. Next release {n:version} slips a week; {F3} owns the plan.

Next meeting: {d}, {t}
=== en_it_reset
Hello {F1},

Your account has been unlocked. Ticket {n:ticket}.

Username: {n:staffno}
Temporary password: {PW}

You will be asked to change it at first login.

IT Service Desk
{INFO}
=== en_it_keys
hey {F1} - creds for the sandbox, please don't paste them in the channel

export API_TOKEN={SEC}
export DB_PASSWORD='{PW}'
host: {n:host} ({n:ip}), build {n:hash}

{F2}
=== en_it_log clean
Incident {n:ticket} update

Start: {d} {t}
Impact: checkout API latency {n:rate}s
Trace: {n:uuid}
Nodes: {n:ip}, {n:ip}
Firmware {n:version} was rolled back by {F1} on the on-call rota.
Next update in 60 minutes.
=== en_travel
Dear {H1},

Your itinerary is confirmed under booking {n:resv}.

{d}  {n:flightuk}  LHR - HND
Passenger: {K1}
Passport no. {UPPT}
Date of birth: {BD}
Card charged: {CARD}

For changes call {UK} (office) or {UKM} (24h).

{P2}
Brightwell Travel
=== en_hotel
Dear Mr. {L1},

Thank you for choosing Lakeside Inn. We look forward to welcoming you on {d}.

Confirmation: {n:resv}
Guest: {P1}
Phone: {MOB}
Rate: {n:usds} per night

To guarantee the room we will use the card you gave us, {CARD}.

Warm regards,
{P2}, Front Desk
=== en_clinic fam=32 care
Hi Dr. {L1},

Referral for {P2} ({BD}), chart {n:patid}. Poorly controlled asthma, two ER visits this year.
Parent is {P3}, reachable at {MOB}.
Address {ADR}.

Thanks,
{P4}, RN
=== en_school
Dear Ms. {L1},

{F2} was absent on {d} and has not handed in the chemistry coursework. Could you ask {F2} to see me after period 4?
The school office can be reached at {UK}.

{P3}
Head of Year 10
=== en_univ
Registrar's Office,

Please correct the grades below for MAT 214:

@@3-5 Student ID {SID}  {Px}  [[B+ -> A-|C -> B|I -> B-|W -> C+]]

I have attached the signed form ({n:ref}).

Prof. {P1}
{M1}
=== en_bank_iban
Dear {F1},

As discussed, please send the deposit to:

Account holder: {P2}
IBAN: {IBAN}
Reference: {n:ref}
Amount: EUR 2,400.00

Best,
{F2}
=== en_invoice clean
Hello,

Please find invoice {n:inv} for {n:usd}, due {d}.
Items: {i} x {n:model}, {i} x {n:model}
Our VAT and bank details are unchanged. Questions to {INFO}.

{P1}
Accounts Receivable
=== en_shop_order
Hi {F1}, thanks for your order!

Order {n:order}
Ship to:
{P1}
{ADR}
{TEL}

Tracking number: {n:track}
Estimated delivery {d}.
=== en_estate
Hi {F1},

Application for the flat on the second floor:

Tenant: {P2}
DOB: {BD}
Current address: {AUK}
Phone: {UKM}
Email: {m2}
Guarantor: {P3}, {UKM}

Viewing is booked for {d} at {t}. Property ref {n:model}.

{P4}
=== en_law
Dear Counsel,

Re: {P1} v. {P2}, {n:ref}

We act for Ms. {L1}. Our client's address for service is {AUK}. The deposition of Mr. {P3} is set for {d} at {t}.
Please direct further calls to {UK}.

Yours faithfully,
{P4}
=== en_charity
Hello all,

New volunteers cleared this month:
@@3-6 - {Px}, born {BD}, {mx}

Welcome packs go out on {d}.
{P2}, Volunteer Coordinator
=== en_japan_office
Dear {R1}-san,

Thank you for your time on {d}. As promised, our contact in Tokyo is {R2}:

{R2}
{AJP}
Tel {JPT}
{INFO}

{E1}-san, please also copy {P3} on the draft.

Best regards,
{P4}
=== en_reply
Hi {F1},

{d} works for me. I'll bring the samples ({n:model}).

{F2}

On {d}, {P1} <{M1}> wrote:
> Hi {F2},
> Could we move our call to {t}? {P3} from Legal wants to join.
> Thanks,
> {F1}
=== en_fwd
See below - can you take this one?
{F1}

Begin forwarded message:

From: {P2} <{m2}>
To: {INFO}
Subject: change of address
Date: {d}

Hello, I moved last week. My new address is {ADR} and my number is still {MOB}.
Regards,
{P2}
=== en_chat clean
{F1}: anyone got the deck?
{F2}: in the drive, v{n:version}
{F1}: ta. dial-in is {n:meeting}
{F3}: running 5 late
=== en_support
Ticket {n:ticket}

Customer: {P1}
Callback number: {TEL}
Product: {n:model}, serial {n:serial}
Problem: will not pair after updating to {n:version}.
Agent notes: verified by postcode and date of birth ({BD}). Replacement to {ADR}.

Handled by {F2}
=== en_factory clean
Shift report, line {i}

Output {n:stat} units, scrap {n:rate}%.
Lot {n:lot} is on hold: bracket {n:model} out of tolerance ({n:dim} mm).
Maintenance replaced the encoder, part no. {n:model}.
Supervisor: {P1}
=== en_stats clean
Quarterly numbers

Visits: {n:stat}
Revenue: {n:usd}
Refunds: {n:usd} on {n:stat} orders
The test record {n:badssn} in the fixture file is not a real identifier.
Full report by {d}. - {F1}
=== en_security_notice
To: {P1}
From: {P2}

We found a spreadsheet on the shared drive with personal data. It contained for example:
  {P3}, SSN {SSN}, account number {BANK}
  {P4}, SSN {SSN}, account number {BANK}
The file (sha1 {n:sha1}) has been removed. Case {n:ref}.
=== en_visa
Dear Sir or Madam,

I would like to extend my visa appointment.

Full name: {P1}
Passport number: {UPPT}
Date of birth: {BD}
Address in Japan: {AJP}
Phone: {JPT}
Application ref: {n:ref}

Sincerely,
{P1}
=== en_phone_note
{F1}, {P2} called at {t}. Wants to talk about order {n:ref}. Cell {MOB}. - {F3}
=== en_newsletter clean
Hello gardeners,

The spring plant sale is on {d} from {t} in the church hall. Seedlings from $3. Bring your own bags.
Thank you to {P1} and {P2} for watering the beds all summer.
Call {UK} if you can lend a table.

The Committee
=== en_gym
Hi {F1},

Your membership {n:memberno} renews on {d}. The card ending in the usual digits expired, so we tried the new one you read out over the phone ({CARD}), and that worked.

See you on the court,
{P2}
Northgate Sports Club, {TEL}
=== en_construction clean
Site diary {d}

Weather dry. {i} operatives on site. Concrete pour level 3 complete, {n:rate} m3.
Delivery note {n:track}. RFI {n:ref} still open with the architect.
Visitors: {P1} (client), {P2} (structural engineer)
{F3}
=== en_publisher
Dear {F1},

Royalty statement attached: {n:usd} on {n:stat} copies of ISBN {n:isbn}.
Could you confirm that we should still pay to IBAN {IBAN}, and that post goes to {AUK}?

With best wishes,
{P2}
Rights Department, {UK}
=== en_doc_share
Hi {F1},

The board pack is in the data room. Password for the PDF is {PW} - please don't forward it.
Access log shows {F2} and {F3} have already opened it.

{P4}
=== en_nursery care
Hi team,

Allergy update for the Ladybird room:
@@2-4 {Px} - [[peanuts, EpiPen in the office|dairy|eggs and sesame|bee stings, EpiPen in bag]] - parent mobile {MOB}

Please sign the sheet. {F1}
=== en_short clean
Thanks {F1}, that's fine. See you {d}.
{F2}
=== en_expense
Finance,

Please reimburse these, they went on personal cards while the corporate one was blocked:

{P1}  card {CARD}  {n:usd}
{P2}  card {CARD}  {n:usd}

Receipts are under {n:inv}. Call me on {TEL} if anything is off.

{F3}
=== en_vendor_eu
Dear {F1},

Updated payment instructions for the two freelancers:

- {P2}: IBAN {IBAN}
- {P3}: IBAN {IBAN}

Old instructions are void from {d}.

{P4}, Accounts Payable
=== en_devops
{F1}, rotating the following after the laptop theft (case {n:ticket}):

  CI runner   {SEC}
  mailer      {SEC}
  wiki admin  password: {PW}

The new values go into the vault today. {F2}
=== en_tax_w9
Hi {F1},

W-9 details for the new contractors, as requested.

{P2} / SSN {SSN} / {ADR}
{P3} / SSN {SSN} / {ADR}
{P4} / SSN {SSN} / {ADR}

The 1099s should go out by {d}.

{H5}, CPA
=== en_prose_complaint
To whom it may concern,

I stayed at your Lakeside property from {d} with my husband {F2} and our two children. On the second night the heating failed and nobody answered the front desk telephone. A member of staff called {F3} eventually moved us to room {i}, which smelled of smoke. I was told that Mr. {P4}, the duty manager, would write to me, but I have heard nothing.

Please ring me on {MOB} after {t}, or write to {m1}. Our home address is {ADR}.

Yours sincerely,
{P1}
"""
