#!/usr/bin/env python3
"""Copies as outlets, aggregators, and scrapers make them: changes English news texts, and scores what retold finds.

usage: robust.py [--retold FILE] [--seed N] [--max N] [--keep FOLDER] [--show] [--record]

A second generator beside ../shared/eval/scorers/copies_gen.py that shares no word list, boilerplate, or kind of change with it.
The base articles are those of ../shared/eval/data/copies/base.json.gz; the scores are those of ../shared/eval/scorers/copies.py.
A text is a list of paragraphs, a paragraph a list of units (text, root, number): a sentence of a base article in its present
form, or the page's own text (root None). The gold says of which sentence each byte is, so two abridgements that keep other
sentences share nothing. Only a page whose article is mostly one root's, and no scrap of it, is a copy; any other one is "partial".
Of each kind of change: the copies, those in the family of their parent, the pairs of parent and child, those with a passage.
--keep leaves docs, gold, families, and passages in FOLDER; --show names the pages that were missed; --record puts the scores into results.csv as set
robust.
"""
import argparse, collections, gzip, json, os, random, re, subprocess, sys, tempfile, unicodedata  # noqa: E401

import update

HERE = os.path.dirname(os.path.abspath(__file__))
EVAL = os.path.join(HERE, "..", "..", "shared", "eval")
SHOWN = ("ARI", "pair_P", "pair_R", "largest_gold", "largest_pred", "singletons_kept", "reuse_P", "reuse_R", "reuse_F1", "span_P", "span_R", "span_F1",
         "partial_R", "direction_said", "direction_acc_of_said", "direction_acc", "direction_stated", "direction_precision")  # fmt: skip
table = lambda s: {k: v.split(",") for k, v in (e.split(":") for e in s.replace("\n", "").split("|"))}
SYN = table("""accept:agree to|accused:blamed|action:steps|actor:performer|allow:let,permit|allowed:let,permitted|already:by now|amount:sum,quantity|analysts:experts,market watchers|annual:yearly|area:region,zone|areas:regions,zones|argued:maintained,contended|army:military|arrived:came|award:prize|awards:prizes|bad:poor|based:located|became:turned into|best:finest|bid:offer,attempt|board:directors|build:construct,put up|building:structure|built:constructed|campaign:drive,push|candidate:contender|chairman:chair|champion:title holder|chance:opportunity|change:alteration,shift|changes:alterations,shifts|children:youngsters|city:town|claim:assertion|claimed:alleged|clear:plain,obvious|coach:trainer|comment:remark|common:ordinary|complete:entire,full|concern:worry,unease|concerns:worries,fears|confirmed:verified|consider:weigh,look at|continue:carry on,go on|continued:carried on,went on|contract:order|control:command|create:set up|crisis:emergency|critics:detractors|current:present,existing|customer:client|damage:harm|data:information|debt:borrowings|decided:resolved,chose|defeat:beating,loss|demand:appetite|described:portrayed|difficult:hard,tough|director:manager|due:scheduled|early:opening|effect:consequence,influence|election:poll,ballot|enough:sufficient|estimated:put|eventually:in the end|evidence:proof|executive:manager|explained:pointed out|failed:was unable|fans:supporters,followers|fear:worry|fears:worries|final:closing|finally:at last|financial:monetary|find:discover,come across
|foreign:overseas|found:discovered|free:at no cost|full:whole|future:years ahead|good:decent,fine|great:outstanding|hard:difficult|held:staged|hit:struck|hope:wish|hopes:wishes|huge:enormous,vast|idea:notion,concept|immediately:at once,straight away|impact:effect|improve:better|industry:sector|injury:knock|instead:rather|investors:backers|issue:matter,question|issues:matters,questions|job:post,position|join:sign up with|joined:signed up with|known:recognised|lack:shortage,absence|latest:newest,most recent|launch:unveil,roll out|launched:unveiled,rolled out|lawyer:attorney|lawyers:attorneys|leading:foremost|led:headed|long:lengthy|lower:reduced|main:principal|major:leading|manager:boss|measures:steps|media:press|merger:tie-up,combination|moment:point|move:step|music:songs|national:nationwide|noted:observed|number:figure|offer:proposal,tender|offered:put forward|opened:kicked off|opening:start|opinion:view|original:initial|overseas:foreign|owner:proprietor|owned:held|owns:holds|paid:handed over|pay:hand over|performance:showing,display|period:spell,stretch|phone:handset|players:sportsmen|pleased:delighted,glad|policy:line,course|popular:well liked|position:stance,place|possible:conceivable|pressure:strain|prevent:stop,avert|previously:before now|probably:most likely|process:procedure|programme:scheme|project:venture|promised:pledged,vowed|proposed:suggested,put forward|protect:safeguard
|public:general|quarter:three months|reach:arrive at|reached:arrived at|real:genuine|received:was given|recent:latest|record:all-time best|refused:declined|released:put out,brought out|remain:stay|remained:stayed|remains:stays|replace:take over from|required:needed|research:studies|response:reaction,reply|result:outcome|results:figures|return:come back|returned:came back|revealed:made known|review:examination|right:correct|role:part|rules:regulations|run:operate|season:campaign|security:safety|seeking:looking for|seemed:appeared|senior:high-ranking|serious:grave|services:offerings|shareholders:stockholders|similar:comparable|situation:state of affairs|software:programs|sold:disposed of|song:track|special:particular|spending:outlays|started:commenced|stop:halt|strategy:approach|success:triumph|successful:fruitful|suggested:hinted|supply:provision|sure:certain|system:set-up|target:aim|tax:levy|technology:know-how|television:TV|terms:conditions|threat:danger|time:period|title:crown|together:jointly|top:leading|tough:stern|training:practice|transaction:operation|try:attempt|trying:attempting|unit:subsidiary,arm|value:worth|victory:success|vote:ballot|wants:wishes|warned:cautioned|website:site|wide:broad|work:toil,labour|working:toiling|written:penned|wrong:incorrect|young:youthful|yesterday:the day before|subsidiary:unit|acquisition:takeover|acquired:took over""")  # fmt: skip
SHORT = dict(e.split("=") for e in """do not=don't|does not=doesn't|did not=didn't|is not=isn't|are not=aren't|was not=wasn't|were not=weren't|has not=hasn't|have not=haven't|will not=won't|would not=wouldn't|could not=couldn't|should not=shouldn't|it is=it's|he is=he's|she is=she's|we are=we're|they are=they're|I am=I'm|we have=we've|they have=they've|we will=we'll|it will=it'll|cannot=can't""".replace("\n", "").split("|"))  # fmt: skip
SPELL = [e.split(":") for e in """color:colour|labor:labour|center:centre|theater:theatre|defense:defence|favor:favour|honor:honour|neighbor:neighbour|organiz:organis|realiz:realis|recogniz:recognis|privatiz:privatis|analyz:analys|traveler:traveller|canceled:cancelled|fueled:fuelled|aluminum:aluminium|plow:plough|gray:grey|jewelry:jewellery|skeptic:sceptic|toward :towards |airplane:aeroplane|judgment:judgement|behavior:behaviour|rumor:rumour|criticiz:criticis|capitaliz:capitalis|minimiz:minimis|licens:licenc|harbor:harbour|liberaliz:liberalis|emphasiz:emphasis|apologiz:apologis|modeling:modelling|signaled:signalled""".replace("\n", "").split("|")]  # fmt: skip
PREP = table("in:within,at|on:upon,at|at:in|for:to|to:towards,for|of:from|by:from,through|with:together with|from:out of|over:above,on|after:behind|into:in|under:below|will:is going to|has:did|have:possess|was:has been|were:had been|that:which|this:that|not:no|which:that|who:which|their:its|its:their|and:as well as|but:nevertheless")
GLYPH = table("rn:m|cl:d|li:h|fi:\ufb01|fl:\ufb02|tt:lt|ee:ce|g:9|o:c|b:6|z:2|u:ii|ri:n|nn:mi|in:m|ti:d|E:F|T:7|H:II|D:0|5:S|3:8|,:.|.: ,|q:g|k:lc|th:tb|vi:w")
NUMBER = "zero one two three four five six seven eight nine ten eleven twelve".split()
MONTH = "January February March April May June July August September October November December".split()
WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ACCENT = dict(zip("aeiou", "áéíöü"))

NAV = """World Nation Local Crime Courts Money Markets Property Motors Tech Science Health Lifestyle Food Travel Culture Books Film TV Gaming Football Rugby Cricket Racing Golf Puzzles Crosswords Obituaries Letters Cartoons Podcasts Video Pictures Weather Jobs Directory Notices Events Archive E-paper Shop Offers Horoscopes Recipes Gardening Schools Transport Farming Fashion Competitions Audio Newsletters Profile Logout""".split()
COOKIE = """This website uses essential and optional technologies so that pages load properly and advertising can be measured.|Click Agree to let {o} and third parties store identifiers in your browser.|Your privacy matters here.|You can object where legitimate interest is used by opening Settings.|Some vendors may process your data without asking for consent.|Preferences apply to {d} only and are kept for {n1} months.|Reject all|Manage options|Accept and close|Precise geolocation data and device scanning may be used.|Paying members see no tracking at all.""".split("|")  # fmt: skip
PROMO = """Get our best reporting every evening with The Nightcap, the free email from {who1} and the {o} team.|Enter your email address below. Please check your inbox to confirm.|Invalid address. Something went wrong, please try again later.|Thanks for signing up!|Want more stories like this? Join {n1},000 subscribers who already read us.|You have {n} free articles remaining this month. Create an account to keep reading.|Support journalism in {city1}: become a member for less than a cup of coffee.|To continue reading, log in or start your trial. Cancel whenever you like.|Install our app from the store and never miss an alert.|Join our WhatsApp channel for updates from {city1} and around.|Gift this piece to a friend: members can unlock {n1} links every month.|Our reporters rely on tips. Write to newsdesk@{d} or call {p1} between nine and five.|Tap the bell to be notified when {who1} publishes.|This story is for members only.|Already registered? Log in here.|Print subscribers get digital for nothing; activate your access with your customer number.""".split("|")  # fmt: skip
LEGAL = """{o} is published by {co1}, registered in {city1} under number {p3}.|Registered office: {n1} {street1}, {city1}.|Reproduction in whole or part without permission is prohibited.|We subscribe to the code of practice of the press standards body and aim to correct errors promptly.|Use of this site constitutes acceptance of our user agreement and cookie statement.|Market data delayed by at least {n1} minutes and supplied by {co2}.|Your local classifieds, family notices and planning applications in one place.|Advertise with us: rates and deadlines are set out in the media pack.|Views expressed by contributors are their own and do not represent those of the publisher.|Some links on this page are affiliate links, which means we may earn a commission at no extra cost to you.|Accessibility statement, modern slavery statement, gender pay report, site map, careers.|The editor is {who1}; the managing director is {who2}.|Readers who wish to complain about a story should first contact the readers' editor in writing within four months of publication.|Photographs may be ordered through our picture library, quoting the reference beneath the image.|Weather by {co3}. Tides by the harbour office. Crosswords by {who3}.|ISSN {N1}-{N2}. Member of the Audit Bureau.|All times are local. All prices include tax where due.|We moderate comments before they appear; be civil, stay on topic and keep it legal.|Our archive goes back to {y1} and can be searched free at the central library in {city1}.|Content from partner sites may appear automatically and has not been checked by our staff.|This site is protected by a captcha and the terms of its provider apply.|Do not sell or share my personal information.|Part of the {co1} network, with titles from {city2} to {city3}.|Back to top|Contact the newsroom: {p1}, fax {p2}, or newsdesk@{d}.|Deliveries, missed papers and holiday holds are handled by the circulation desk on {p2}.|Investment carries risk and nothing here is a recommendation to buy or sell a security.|If you have been affected by anything in our coverage, a list of helplines can be found on our support page.|Generated pages are cached for up to {n1} minutes.|Powered by PressKit {n2}. Hosted in {city2}.""".split("|")  # fmt: skip
MID = """ADVERTISEMENT|Scroll down to carry on reading|Article continues after this message|Sponsored: {n} clever ways to cut your heating bill|[Ad]|Loading poll...|Video player loading. This clip cannot be played on your device.|Show more|Swipe for pictures|Click here to see {n} photographs|Recommended for you|Please use a modern browser to see this graphic.""".split("|")  # fmt: skip
AGENCY = "Tarn News Agency:TNA|Continental Wire:CW|Intermont Press:IMP|Pacific Bulletin Service:PBS-N|Nordbureau:NB|Union Dispatch:UD".split("|")
CREDIT = "({s})|{s} —|By {a} staff|With inputs from {a}|Source: {a}.|© {s} {y}|— {a}|(with {a})|[{a}]|Text by {who} for {a}; edited by {last}|{s}/{last}|Additional reporting by {a}".split("|")
EXTRA = """READ ALSO: {t}|Read more: {t}|RELATED: {t}|See also — {t}|Editor's choice: {t}|Don't miss: {t}|ALSO READ | {t}|Picture: {who}/{co}|File photo. {who} for {co}|Photograph of the scene taken {day} by {who}.|Image caption: {last} speaking earlier|{who} (@{last}{n}) {month} {n}, {y}|View this post on Instagram. A post shared by {last}{n} (@{last}{n})|Embedded content: to see it, allow cookies.|What happened|Why it matters|The background|What comes next|Key points|'A difficult {day}'|By the numbers|What they are saying|Looking ahead|Your questions answered|ADVERTISEMENT|Story continues|{N} shares {n} comments|LISTEN: {t} (podcast, {n} min)|WATCH: {t}""".split("|")  # fmt: skip
BIO = """{who1} covers {nav1} for {o}. Follow on {last}{n}.|{who1} is a reporter based in {city1}, where the desk looks after {nav1} and {nav2}. Reach the author at {last}@{d}.|About the author: {who1} joined {o} in {y1} after {n1} years in radio.""".split("|")
UPDATE = ("{t}, it [emerged|was announced|became clear] [late|early|at midday] on {day}, as {w} [promised|signalled|hinted at] further details [within hours|before the week is out].", "UPDATE {k}: adds comment from {w}, [detail throughout|background, shares].", "([Corrects|Clarifies] [figure|name|date] in [second|third] paragraph.)", "There were [fresh|new|further] developments on {day} after [word|reports] that {w} would [respond|reply|make a statement] by {hm}; [this page has been brought up to date|more follows].")  # fmt: skip
FIRST = "Aisha Bjorn Carmen Dmitri Esther Farid Gwen Hiro Ingrid Joaquin Kofi Leila Mateusz Nadia Olu Priya Quentin Rosa Stefan Tamsin Umar Vera Wanda Xenia Yusuf Zofia".split()
LAST = "Adeyemi Bellweather Castellane Drummond Eriksen Falkner Gantry Holloway Imrie Jankowski Kettering Lindqvist Marchetti Nwosu Oyelaran Pemberton Quillfeather Rasmussen Silverstone Thackeray Underhill Vasquez Whitlock Yardley Zeller".split()
CITY = "Aldermoor Brackwater Corriston Dunhallow Eastmere Farnley Gulworth Hexcombe Innerley Jesmere Kilbrannan Longstow Marrick Netherby Orrinsea Pellgate Quarrington Rothbeck Saltfleet Tolverne Uphaven Wrexton Yarrowdale".split()
STREET = ["%s %s" % (a, b) for a in "Mill Abbey Station Foundry Orchard Castle Chapel Quay".split() for b in ("Street", "Lane", "Road", "Row")]
COMPANY = ["%s %s" % (a, b) for a in "Altaro Brightwell Cormax Dellacourt Everline Fennimore Graystone Hartwick Ironvale Juniper Kestrel Lumenor Mossbank Nordane Orbitel Paragon".split() for b in ("Holdings", "Group", "Industries", "Partners")]
TEAM = ["%s %s" % (c, s) for c in CITY for s in ("Rovers", "Athletic", "Wanderers")]
FORM = {
    "weather": """Forecast for {city1} and district, {day}, {date}|A [ridge of high pressure|weak front|band of low cloud] moving [in from the west|across the hills|up from the south] will bring [dry|showery|mild|breezy] conditions to {city1} on {day}.|Temperatures will peak at {n} degrees in the afternoon and fall to {n} overnight. Winds will be [light|moderate|fresh] from the [north|south|west|east], gusting to {n} miles an hour on exposed coasts.|The chance of rain is {n} percent before noon and {n} percent later. Sunrise is at {hm} and sunset at {hm}. Pollen counts will be [low|medium|high]. The outlook for the rest of the week is [unsettled|brighter|cooler|much the same].""",
    "markets": """{city1} stocks close [higher|lower|mixed] on {day}|Shares in {city1} [ended higher|ended lower|closed little changed] on {day} as investors [weighed|looked past|reacted to] company results and [awaited|digested] the central bank's decision.|The benchmark index [gained|lost] {x} points, or {x} percent, to finish at {N}. Gainers outnumbered losers by {n} to {n} and turnover came to {N} million.|{co} was the day's biggest riser, adding {x} percent, while {co} shed {x} percent after a broker cut its recommendation. In currency trading the dollar stood at {x} and gold was quoted at {N} an ounce.""",
    "match": """{team1} {k} {team2} {k}|{team1} and {team2} met in front of {N} spectators at {street} on {day}. [The home side took the lead|The visitors struck first] through {who} after {n} minutes.|{last} was booked for a late tackle shortly before half time. [An equaliser came|A second goal followed] on {n} minutes when {who} headed in a corner from the right.|The referee, {who}, added {k} minutes of stoppage time but there was no further score. {team1} travel to {team} next [Saturday|Sunday] while {team2} are at home to {team}. Attendance: {N}.""",
    "court": """Cases heard at {city1} magistrates|The following were dealt with at {city1} Magistrates' Court on {date}.|{who}, {n}, of {street}, {city}, admitted driving without insurance. Fined {N} and ordered to pay costs of {n} with a victim surcharge of {n}. Licence endorsed with six points.|{who}, {n}, of {street}, {city}, was found guilty in absence of using a television receiver without a licence. Fined {N}, costs of {n}.|{who}, {n}, of {street}, {city}, admitted failing to provide a specimen of breath. Disqualified from driving for {n} months and fined {N}.""",
    "earnings": """{co1} reports {month1} quarter results|{co1} said on {day} that net profit for the quarter ended {month1} {n} was {x} million, or {x} cents a share, [compared with|against] {x} million, or {x} cents a share, in the same period a year earlier.|Revenue [rose|fell] {n} percent to {N} million. The board declared an interim dividend of {x} cents a share, payable on {date} to holders of record on {date}.|Chief executive {who} said the group was [on track|well placed|on course] to meet its full-year guidance. {co1} shares closed at {x} before the announcement, having [gained|lost] {n} percent since the start of the year.""",
    "obituary": """{who1}|{who1}, {n}, of {street}, {city1}, passed away peacefully on {date} surrounded by family. Born in {city} to {who} and {who}, [he|she] worked for {n} years at {co} and was a member of the {city} choir.|Survivors include {n} grandchildren, a brother, {who}, of {city}, and many nieces and nephews. [He|She] was preceded in death by {who}.|A service will be held at {hm} on {day} at the chapel in {street}, with burial at {city} cemetery. Donations in lieu of flowers may be sent to the {city} hospice. Arrangements are by {last} and Sons.""",
    "stars": """Your stars for {day}, {date}|Aries: [A call from an old friend|An unexpected bill|A change of plan at work] may unsettle you, but [patience|a cool head|a long walk] will help. Lucky number {n}.|Taurus: [Money matters|Family matters|Matters of the heart] need attention. Someone born under [Leo|Virgo|Libra] has [good|surprising|awkward] news. Lucky number {n}.|Gemini: You have been [restless|generous|overlooked] of late. Use the [morning|afternoon|evening] to settle a quarrel, and say yes to an invitation. Lucky number {n}.|Cancer: The moon in [Pisces|Scorpio|Aquarius] favours [travel|study|rest]. Avoid signing papers before {hm}. Lucky number {n}.""",
    "traffic": """Roadworks and closures: week of {date}|Drivers in {city1} are advised to allow extra time this week as resurfacing begins on {street}. The road will be closed between {hm} and {hm} each night until {day}.|Temporary lights will be in place on {street} in {city} while {co} repairs a water main. Delays of up to {n} minutes are likely. A diversion will be signposted through {street}.|Bus routes {n} and {n} will not call at {street}. For more information telephone the council on {p} and quote reference {N}.""",
}  # fmt: skip
COLUMN = """Every week {who1} answers your questions about money, work and the law for {o}. Letters are chosen by the editor from the many we receive, names are changed to protect the writers, and no correspondence can be entered into. Nothing in this column should be taken as formal advice, and you should always speak to a qualified adviser before acting.#Do you have a problem that you would like {who1} to look at? Write to the usual address, enclosing copies of any documents but never the originals, and include a daytime telephone number. We regret that because of the volume of post not every letter can be answered.
Welcome to The Back Bench, our look at what has been happening in the corridors of {city1}. If you are new here, this is where {who1} gathers the gossip, the rows and the small print which did not make the news pages. It goes out first to members, and appears on this page a day later with the jokes left in.#That is all from us for now. The Back Bench is written by {who1} and edited by {who2}, and the drawing is by {who3}. If somebody sent it on to you, do subscribe; if you hated it, tell your enemies. We will be back as soon as there is something worth repeating.
From our archive: to mark the {n1}th year of {o} we are publishing again some of the reports that our readers remember best. They appear as they were printed at the time, with the spelling and the attitudes of their day, and only obvious slips have been put right by the library staff.#This report was transcribed by volunteers of the {city1} local history group. If you see an error in the text, or know what became of those named in it, please get in touch with {who1} at the library, which is open from Tuesday to Saturday and has microfilm of every issue since the first.
Good morning, and thank you for reading Market Breakfast, the short note in which {who1} and the business desk of {o} pick out one story that will matter when trading begins. You can listen to it as well, on all of the usual platforms, from half past six each working day.#Market Breakfast is for information only. Neither {o} nor its staff hold a position in companies that are mentioned, except through pooled pension funds. Past performance is no guide to the future, and the value of investments may go down as well as up.
The following item is from our partner service and is carried here under an agreement between {co1} and the publishers of {o}, who have no part in how it was reported or edited. Headlines may have been shortened to fit. To comment on it, please use the partner's own page, where a moderator is on duty.#Items from the partner service are removed from this site after {n1} days. Libraries and schools can apply for longer access by writing to {who1}, rights manager, {co1}, {n1} {street1}, {city1}, and should state how many readers they expect."""  # fmt: skip

def fill(rng, form, known=None, **fixed):
    """The form with names and numbers; a slot with a digit at its end is the same wherever `known` is given."""
    known = {} if known is None else known
    num, any_of = lambda a, b: str(rng.randint(a, b)), lambda pool: lambda: rng.choice(pool)
    make = {
        "n": lambda: num(2, 97), "k": lambda: num(0, 5), "N": lambda: "%s,%03d" % (num(1, 48), rng.randrange(1000)), "x": lambda: "%.2f" % rng.uniform(0.1, 60), "y": lambda: num(1984, 2023),
        "hm": lambda: "%d.%02d" % (rng.randint(1, 12), rng.randrange(60)), "p": lambda: "0%s %s" % (num(100, 999), num(200000, 999999)), "who": lambda: rng.choice(FIRST) + " " + rng.choice(LAST),
        "date": lambda: rng.choice(MONTH) + " " + num(1, 28), "nav": lambda: rng.choice(NAV).lower(), "last": any_of(LAST), "city": any_of(CITY), "day": any_of(WEEK), "month": any_of(MONTH),
        "street": any_of(STREET), "co": any_of(COMPANY), "team": any_of(TEAM)}  # fmt: skip
    def slot(m):
        name = m.group(1)
        value = fixed.get(name) or known.get(name) or make[name.rstrip("0123456789")]()
        if name[-1].isdigit():
            known[name] = value
        return value
    form = re.sub(r"\[([^\]|]+\|[^\]]+)\]", lambda m: rng.choice(m.group(1).split("|")), form)
    return re.sub(r"\{(\w+)\}", slot, form)

# ---- texts as paragraphs of units ----
SENTENCE = re.compile(r"(?<=[a-z0-9%)]{2}[.!?])(?<!Mr\.)(?<!Mrs\.)(?<!Inc\.)(?<!Corp\.)(?<!St\.)\s+(?=[\"'(]?[A-Z])|(?<=[.!?][\"'])\s+(?=[\"A-Z])")
PLAIN = re.compile(r"(The|A|An|It|He|She|They|In|On|At|This|That|These|But|And|We|There|Some|Its|His|Her|Their|About|Under|For)\b")
own = lambda text: [[text, None, None]]
article = lambda base: [[[s, base["id"], 100 * k + i] for i, s in enumerate(SENTENCE.split(p))] for k, p in enumerate(base["paras"])]
length = lambda paras, of=lambda root: True: sum(len(t) for p in paras for t, r, _ in p if of(r))
each = lambda paras, f: [[[f(t) or t, r, k] for t, r, k in p] for p in paras]
upper = lambda s: s[:1].upper() + s[1:]
lower = lambda s: s[:1].lower() + s[1:] if PLAIN.match(s) else s  # names and initials stay
maybe = lambda rng, share, to: lambda m: m.expand(to) if rng.random() < share else m.group()

def swapped(rng, text, words, share):
    def one(m):
        w, to = m.group(), words.get(m.group().lower())
        if not to or rng.random() >= share:
            return w
        to = rng.choice(to)
        return to.upper() if w.isupper() and len(w) > 1 else upper(to) if w[0].isupper() else to
    return re.sub(r"[A-Za-z]+", one, text)

# ---- what is done to a sentence ----
THIN = r"\b(very|quite|also|already|now|still|just|even|so-called|major|big|great|(?!early|family|daily|weekly|supply|only|reply|ally|rely|apply|monthly)[a-z]{3,}ly) "
def attribution(rng, t):
    """X, Y said. <-> Y said X."""
    who = r"((?:[A-Z][\w.'-]+ ){0,3}[A-Z][\w.'-]+|he|she|they|it)"
    if m := re.fullmatch(r'"([^"]+)[,.]" %s (said|added|told \w+)\.' % who, t):
        return '%s %s: "%s."' % (upper(m.group(2)), m.group(3), m.group(1))
    if m := re.fullmatch(r'([^"]+), %s (said|added|reported)\.' % who, t):
        way, name = rng.choice(("According to %s, %s.", "%s said that %s.", "%s told reporters %s.")), {"he": "him", "she": "her", "they": "them"}.get(m.group(2), m.group(2))
        return way % (name if way[0] == "A" else upper(m.group(2)), lower(m.group(1)))
    if m := re.fullmatch(r'([^,"]{2,60}?) (said|added|told \w+) (?:that |yesterday )?([^"]+)\.', t):
        return "%s, %s %s." % (upper(m.group(3)), lower(m.group(1)), m.group(2)) if " who " not in m.group(1) else t
    return t
def clauses(rng, t):
    """A leading clause goes to the end, or a long sentence becomes two."""
    m = re.fullmatch(r"(In|On|At|After|While|As|When|Since|Despite|If|With|Under|For|By|Earlier|Last) ([^,\"]{4,90}), ([^\"]+)\.", t)
    if m and rng.random() < 0.7:
        return "%s, %s %s." % (upper(m.group(3)), m.group(1).lower(), m.group(2))
    for mark, to in ((", which ", ". This "), (", who ", ". That person "), ("; ", ". "), (", but ", ". But "), (", and ", ". "), (", while ", ". Meanwhile "), (" because ", ". The reason: ")):
        a, found, b = t.partition(mark)
        if found and len(a) > 40 and len(b) > 30 and rng.random() < 0.6:
            return a + to + (upper(b) if to.endswith(". ") else b)
    return t
def paraphrase(rng, t, degree):
    """0 light, 1 medium, 2 heavy"""
    t = swapped(rng, t, SYN, (0.3, 0.65, 0.95)[degree])
    for full, short in SHORT.items():
        t = re.sub(r"\b%s\b" % (full if rng.random() < 0.5 else short), lambda m: short if m.group() == full else full, t)
    for change in (attribution, clauses):
        t = change(rng, t) if rng.random() < (0.15, 0.5, 0.9)[degree] else t
    t = re.sub(THIN, maybe(rng, 0.75, ""), t) if degree else t
    if degree == 2:
        t = re.sub(r", ([^,]{5,40}), ", rng.choice((r" (\1) ", r" - \1 - ")), re.sub(r"\b([A-Z]\w+)'s (\w+)", r"the \2 of \1", t))
        t = swapped(rng, t, PREP, 0.25)
    return t
def joined(rng, paras, share):
    """Two sentences made one; what joins them is of the second."""
    out = each(paras, str)
    for p in out:
        for a, b in zip(p, p[1:]):
            if a[0].endswith(".") and len(a[0]) + len(b[0]) < 260 and rng.random() < share:
                a[0], b[0] = a[0][:-1] + rng.choice((",", ";", "")), rng.choice(("and ", "while ", "as ")) + lower(b[0])
    return out
def roundtrip(rng, t):
    """As by a machine into another language and back: articles, prepositions, and order."""
    t = re.sub(r"\b(the|an?) ", lambda m: m.group() if rng.random() < 0.55 else rng.choice(("", "the ", "a ", "this ")), swapped(rng, swapped(rng, t, SYN, 0.5), PREP, 0.3))
    words = re.sub(r"\b([a-z]{3,})ing\b", maybe(rng, 0.3, r"to \1"), t).split()
    for i in range(len(words) - 1):
        if words[i].islower() and words[i + 1].islower() and words[i + 1].isalpha() and rng.random() < 0.07:
            words[i], words[i + 1] = words[i + 1], words[i]
    return re.sub(r"\b([A-Z]\w+)'s ([a-z]\w+)", maybe(rng, 0.6, r"\2 of \1"), " ".join(words))
def misread(rng, t, share):
    t = re.sub("|".join(re.escape(k) for k in sorted(GLYPH, key=len, reverse=True)), lambda m: rng.choice(GLYPH[m.group()]) if rng.random() < share else m.group(), t)
    return re.sub(r"(?<=[a-z]{2})(?=[a-z]{2})", maybe(rng, share / 4, " "), re.sub(" ", maybe(rng, share / 2, ""), t))
def wrapped(rng, t, width, hyphen, start=""):
    """Lines of the width, words broken at their ends if hyphen."""
    out, used = start, 0
    for w in t.split():
        k = len(w) // 2 if hyphen and len(w) > 6 and w.isalpha() else 0
        over = used + len(w) > width
        out += (" " if used and not (over and not k) else "") + (w[:k] + "-" if over and k else "") + ("\n" + start if over else "") + (w[k:] if over else w)
        used = len(w) - k if over else used + len(w) + 1
    return out

digits = lambda t: re.sub(r"(?<![\d.,/-])\d(?![\d.,/-]*\d)", lambda m: NUMBER[int(m.group())], re.sub(r"(?<=\d),(?=\d)|\$", "", t.replace("%", " percent")))
spoken = lambda t: " ".join(re.sub(r"[^\w\s'./]|\.(?!\d)", " ", digits(t).lower()).split())
mojibake = lambda t: "".join(c if c.isascii() else "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in c.encode()) for c in curled(t).replace(" - ", " \u2013 "))
curled = lambda t, marks="\u201c\u201d\u2019": re.sub(r'(^|[\s(])"', lambda m: m.group(1) + marks[0], t).replace('"', marks[1]).replace("'", marks[2])
entities = lambda t: t.replace("&", "&amp;").replace('"', "&quot;").replace("'", "&#39;").replace("<", "&lt;").replace("£", "&pound;").replace(" - ", "&nbsp;&ndash; ")
bare = lambda t: "".join(c for c in unicodedata.normalize("NFD", t) if not unicodedata.combining(c))
soft = lambda rng, t: re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", maybe(rng, 0.25, "\u00ad"), t)
annotated = lambda rng, t: re.sub(r"\b[A-Z][a-z]{3,}\b", lambda m: m.group() + (rng.choice((" (opens in new tab)", " [%d]" % len(t), "[edit]", " (external link)")) if rng.random() < 0.12 else ""), t)

# ---- what is done to a text: (rng, paragraphs, page) -> paragraphs; the page says title, outlet, and other headlines ----
def house(rng, paras, page):
    """The style of one desk: it holds for a whole text."""
    uk, long, sign = rng.random() < 0.5, rng.random() < 0.6, rng.choice(("$", "US$"))
    spell = [(a, b) if uk else (b, a) for a, b in SPELL]
    mr = (r"\b(Mr|Mrs|Ms|Dr|Sir) (?=[A-Z])", "") if any(" Mr" in u[0] for p in paras for u in p) else (r"(?<=[a-z] )([A-Z][a-z]+) (said|told|added)\b", r"Mr \1 \2")
    rules = [
        [(r"\b" + f(a), f(b)) for a, b in spell for f in (str, upper)],
        [(r"(\d[\d.,]*) (mln|million|bln|billion) (?:dlrs|dollars)", sign + r"\1 \2"), (r"(\d[\d.,]*) dlrs\b", sign + r"\1"), (r"(?<=\d) ?(mln|million)\b", " million" if long else "m"),
         (r"(?<=\d) ?(bln|billion)\b", " billion" if long else "bn"), (r" ?(pct|percent|per cent|%)(?=[ ,.;])", rng.choice((" percent", " per cent", "%")))],
        [rng.choice(((r"(?<=\d),(?=\d{3}\b)", ""), (r"(?<![\d.,/])(?!1[89]|20)(\d{1,3})(\d{3})(?= [a-z])", r"\1,\2")))],
        [(r"\b(%s)\b(?= [a-z])" % "|".join(NUMBER[2:]), lambda m: str(NUMBER.index(m.group())))],
        [(r"\bon (%s)\b" % "|".join(WEEK), r"\1"), (" yesterday", " on " + rng.choice(WEEK)), (" today", " " + rng.choice(WEEK))],
        [(r"\b(%s) (\d{1,2})\b(?!\d)" % "|".join(MONTH), r"\2 \1")], [mr], [(r" (Inc|Corp|Co|Ltd|Plc)\b\.?| <[A-Z.]+>", "")],
        [(r"\b([A-Z])\.([A-Z])\.", r"\1\2"), (r"\b([A-Z])([A-Z]{3,4})\b", lambda m: m.group(1) + m.group(2).lower())],
        [(" - ", rng.choice((" \u2014 ", "\u2014", " \u2013 ", " -- "))), (r"\.\.\.", "\u2026")]]  # fmt: skip
    rules = [r for group in rules if rng.random() < 0.6 for r in group]
    said, marks = rng.random() < 0.5, rng.choice(("\u201c\u201d\u2019", "\u2018\u2019\u2019", "«»'", "\"\"'", "\u201e\u201c'"))
    def one(t):
        for a, b in rules:
            t = re.sub(a, b, t)
        return curled(attribution(rng, t) if said else t, marks)
    return each(paras, one)
def abridged(rng, paras, page):
    tries = [[p for p in paras if rng.random() < keep] for keep in (rng.uniform(0.35, 0.8) for _ in range(9))]
    return next((out for out in tries if length(out) >= max(260, 0.3 * length(paras))), paras[:-1] or paras)
def beginning(rng, paras, page):
    k = max(1, round(len(paras) * rng.uniform(0.15, 0.75)))
    while k < len(paras) and length(paras[:k]) < 260:
        k += 1
    return paras[:k] + ([own(rng.choice(("(More)", "...", "To be continued.", "Turn to page 4.")))] if rng.random() < 0.3 else [])
def thinner(rng, paras, keep):
    out = [p for p in ([u for u in p if keep(u[0])] for p in paras) if p]
    return out if length(out) >= 260 else abridged(rng, paras, None)
def teaser(rng, paras, page):
    p = each([paras[0] if length(paras[:1]) > 200 else sum(paras[:2], [])], str)[0]
    p[-1][0] = p[-1][0].rstrip(".") + rng.choice(("...", " [...]", "\u2026"))
    return [p, own(rng.choice(("Read the full story", "Continue reading on our partner site", "The post %s appeared first on %s." % (page.title, page.outlet.name))))]
def digest(rng, paras, page):
    units = [u for p in paras for u in p]
    keep = sorted(rng.sample(range(len(units)), min(len(units), rng.randint(2, 4))))
    return [own("In brief: " + page.title), [list(units[i]) for i in keep]]
def new_lead(rng, paras, page):
    """The first paragraph told anew, or two of a long text; the rest is left as it is."""
    k = 2 if len(paras) > 6 and rng.random() < 0.5 else 1
    told = joined(rng, each(paras[:k], lambda t: paraphrase(rng, t, 2)), 0.4)
    for p in told:
        parts = p[0][0].rstrip(".").split(", ")
        if len(parts) < 5:
            p[0][0] = upper(", ".join(lower(x) for x in parts[::-1])) + "."
    return told + paras[k:]
def expanded(rng, paras, page):
    extra = lambda: own(fill(rng, rng.choice(EXTRA), t=rng.choice(page.headlines)))
    out = [q for p in paras for q in ([p, extra()] if rng.random() < 0.35 else [p])]
    if rng.random() < 0.35:
        at = rng.randint(1, len(out))
        out[at:at] = [own(rng.choice(("Related stories", "More on this", "Most viewed")))] + [own("- " + rng.choice(page.headlines)) for _ in range(rng.randint(2, 5))]
    if rng.random() < 0.4:  # a pull quote is a sentence of the text again
        out.insert(rng.randint(1, len(out)), [list(rng.choice(rng.choice(paras)))])
    return out + [own(page.fill(rng.choice(BIO))) if rng.random() < 0.5 else extra()]
def updated(rng, paras, page):
    """New words on top, one sentence in four with other figures, and the last paragraph gone."""
    figure = lambda m: str(int(m.group()) + rng.randint(1, 9)) if rng.random() < 0.6 else m.group()
    out = each(paras, lambda t: re.sub(r"(?<![\d.,/-])\d{1,3}(?![\d.,/-]*\d)", figure, t) if rng.random() < 0.25 else t)
    name = (re.findall(r"[a-z,] ([A-Z][a-z]+(?: [A-Z][a-z]+)?)", " ".join(u[0] for p in paras for u in p)) or ["a source"])[0]
    return [own(fill(rng, rng.choice(UPDATE), t=page.title.capitalize(), w=name))] + (out[:-1] if len(out) > 3 and rng.random() < 0.6 else out)
def bullets(rng, paras, page):
    mark, units = rng.choice(("• ", "* ", "- ", "%d. ", "– ")), [u for p in paras for u in p]
    return [[[mark % (n + 1) if "%" in mark else mark, None, None], list(u)] for n, u in enumerate(units)]
def columns(rng, paras, page):
    """The lines of two columns read across."""
    lines, used = [], 99
    for w, r, k in ((w, r, k) for p in paras for t, r, k in p for w in t.split()):
        if used > 38:
            lines.append([])
            used = 0
        if lines[-1] and lines[-1][-1][1:] == [r, k]:
            lines[-1][-1][0] += " " + w
        else:
            lines[-1].append([w, r, k])
        used += len(w) + 1
    half = (len(lines) + 1) // 2
    return [line for i in range(half) for line in (lines[i], *lines[half + i : half + i + 1])]

same = lambda rng, paras, page: paras
turned = lambda paras, k: paras[k:] + paras[:k] if k else paras[::-1]
moved = lambda rng, paras, page: turned(paras, rng.randrange(len(paras)) if rng.random() < 0.6 else 0)
halves = lambda paras, k: (paras[:k] + [own("Part two follows tomorrow.")], [own("Continued from part one.")] + paras[k:])
part_of_two = lambda rng, paras, page: rng.choice(halves(paras, (len(paras) + 1) // 2))
alter = lambda f: lambda rng, paras, page: each(paras, lambda t: f(rng, t))
retell = lambda degree, share: lambda rng, paras, page: joined(rng, each(paras, lambda t: paraphrase(rng, t, degree)), share)
OPS = {  # weight, change
    "verbatim": (8, same), "house style": (14, house), "first paragraphs": (7, beginning), "abridged": (7, abridged), "teaser": (8, teaser), "digest": (5, digest), "part of two": (2, part_of_two), "moved": (3, moved),
    "sentences out": (6, lambda rng, paras, page: thinner(rng, paras, lambda t, share=rng.uniform(0.5, 0.8): rng.random() < share)), "bullets": (2, bullets), "scraped": (2, same), "twice": (2, lambda rng, paras, page: paras + paras),
    "quotes out": (3, lambda rng, paras, page: thinner(rng, paras, lambda t: not re.search(r'["\u201c\u201d]', t))), "new lead": (7, new_lead), "expanded": (9, expanded), "updated": (7, updated), "glued": (2, same),
    "paraphrase light": (4, retell(0, 0)), "paraphrase medium": (5, retell(1, 0.2)), "paraphrase heavy": (5, retell(2, 0.35)), "round trip": (5, alter(roundtrip)), "all caps": (2, alter(lambda rng, t: t.upper())),
    "line breaks": (2, alter(lambda rng, t: wrapped(rng, t, 60, True))), "mail": (2, alter(lambda rng, t: wrapped(rng, t, 66, False, "> "))), "soft hyphens": (2, alter(soft)), "mojibake": (2, alter(lambda rng, t: mojibake(t))),
    "entities": (2, alter(lambda rng, t: entities(t))), "decomposed": (2, alter(lambda rng, t: unicodedata.normalize("NFD", t))), "accents dropped": (2, alter(lambda rng, t: bare(t))), "scan": (4, alter(lambda rng, t: misread(rng, t, 0.04))),
    "bad scan": (3, alter(lambda rng, t: misread(rng, t, 0.1))), "columns": (2, columns), "lost lines": (3, alter(lambda rng, t: misread(rng, re.sub(r"(\S+ ){9}", maybe(rng, 0.07, ""), t), 0.015))), "spoken": (3, alter(lambda rng, t: spoken(t))), "annotated": (3, alter(annotated))}  # fmt: skip
SECOND = ("house style", "abridged", "expanded", "sentences out", "first paragraphs", "updated", "paraphrase light", "mojibake")

class Outlet:
    def __init__(self, rng, number, chain):
        some = lambda pool, a, b: " ".join(rng.sample(pool, rng.randint(a, b)))
        self.key, self.name = "site%02d" % number, rng.choice(CITY) + " " + rng.choice("Observer|Argus|Sentinel|Bugle|Inquirer|Today|Now|Live|Express|Leader|Wire|Report|Daily News|Register".split("|"))
        self.known = {"o": self.name, "d": self.name.lower().replace(" ", "") + ".example"}
        self.weight, self.sep, self.leaks = 1 / (number + 1) ** 1.25, rng.choice(("\n\n", "\n\n", "\n", "\n", " ")), rng.choice((0, 0, 0.4, 0.8, 1, 1))
        self.curly, self.read = rng.random() < 0.3, rng.random() < 0.4
        menu = rng.choice((" ", " | ", "\n", " / ")).join(rng.sample(NAV, rng.randint(5, 22)))
        self.top = [x for x in (menu, some(COOKIE, 2, 8), some(PROMO, 1, 2), "{day} {date}, {y}, {hm} | {N} views | {n} comments") if rng.random() < 0.45]
        self.mid = [some(PROMO, 1, 3) if rng.random() < 0.5 else rng.choice(MID) for _ in range(rng.choice((0, 0, 1, 2)))]
        least = 12 if number >= 45 or rng.random() < 0.2 else 1  # small outlets have much of it: few pages to learn it from
        self.low = [some(PROMO, 1, 4)] * (rng.random() < 0.5) + [chain or some(LEGAL, least, least + 8)]

class Page(collections.namedtuple("Page", "outlet title headlines rng")):
    fill = lambda self, form: fill(self.rng, form, self.outlet.known)
    def dressed(self, paras):
        """The outlet's own text above, between, and below."""
        o, rng = self.outlet, self.rng
        top, low, out = [own(self.fill(x)) for x in o.top], [own(self.fill(x)) for x in o.low], list(paras)
        for x in o.mid:
            out.insert(rng.randint(min(1, len(out)), len(out)), own(self.fill(x)))
        if o.read:
            low.insert(0, own("\n".join(["Most read"] + ["%d %s" % (i + 1, rng.choice(self.headlines)) for i in range(rng.randint(3, 8))])))
        return top, out, low

class World:
    def __init__(self, bases, seed, most):
        rng = self.rng = random.Random(seed)
        self.docs, self.gold, self.most, self.headlines = [], [], most, [b["title"] for b in bases]
        chains = [" ".join(rng.sample(LEGAL, rng.randint(5, 12))) for _ in range(4)]
        self.outlets = [Outlet(rng, i, rng.choice(chains) if i % 3 == 2 else None) for i in range(62)]
        rng.shuffle(bases)
        n, m = len(bases) // 18, len(bases) // 60
        self.hosts, self.column, self.bases = bases[:n], bases[n : n + m], bases[n + m :]
    def outlet(self, but=()):
        left = [o for o in self.outlets if o not in but] or self.outlets  # few tell the same twice
        return self.rng.choices(left, [o.weight for o in left])[0]
    page = lambda self, outlet, title: Page(outlet, title or "", self.headlines, self.rng)
    def headline(self, title, paras):
        rng, r = self.rng, self.rng.random()
        if r > 0.8:
            return rng.choice((title.upper(), title.capitalize(), " ".join(title.split()[:5]), rng.choice(CITY) + ": " + title, "Report: " + title, None))
        return title if r < 0.5 else paraphrase(rng, title, 2) if r < 0.65 else " ".join(paras[0][0][0].split()[: rng.randint(5, 11)])
    def stamp(self, time):
        """None for four in ten; others know the day only, or have the wrong zone."""
        r = self.rng.random()
        return None if r < 0.4 else int(time) // 86400 * 86400 if r < 0.55 else int(time) + 3600 * self.rng.randint(-11, 12) * (r > 0.92)
    def put(self, paras, title, outlet, root, parents, op, time, agency=None, wanted=None, before=()):
        """Writes the page and returns its id; if it ought to be a copy of root `wanted`, only where enough of that is in it."""
        rng, page, got, paras = self.rng, self.page(outlet, title), length(paras, lambda r: r == wanted), list(paras)
        if wanted and (got < 200 or got < 0.55 * length(paras)):
            return None  # whether that is still a copy, readers would not agree
        if agency and rng.random() < 0.5:
            a, s = agency.split(":")
            paras.insert(0 if rng.random() < 0.4 else len(paras), own(fill(rng, rng.choice(CREDIT), a=a, s=s)))
        top, body, low = page.dressed(paras) if rng.random() < outlet.leaks else ([], paras, [])
        if wanted and got < 0.2 * length([*top, *body, *low, *before]):
            top, body, low = [], paras, []
        top = top + [own(title)] * bool(title and rng.random() < 0.4) + [own(fill(rng, "By {who}"))] * (rng.random() < 0.25) + list(before)
        text, segs, span = rendered((top, body, low), "" if op == "glued" else outlet.sep, outlet.curly and op not in ("mojibake", "entities"))
        name = "d%06d" % len(self.docs)
        doc = {"id": name, "text": text, "title": title, "outlet": outlet.key, "time": self.stamp(time)}
        self.docs.append({k: v for k, v in doc.items() if v is not None})
        kind = ("exact" if op == "verbatim" else "near") if wanted else "partial" if parents else "root"
        self.gold.append({"id": name, "cluster": root, "root": root, "parent": (parents or [None])[0], "parents": parents, "op": op, "kind": kind, "body": span, "segs": segs})
        return name
    def family(self, base, members):
        rng, root, time, outlet = self.rng, base["id"], 1.66e9 + self.rng.uniform(0, 5e6), self.outlet()
        agency = rng.choice(AGENCY) if rng.random() < 0.6 else None
        paras = accented(rng, article(base)) if rng.random() < 0.3 else article(base)
        told = [(self.put(paras, base["title"], outlet, root, [], "root", time, agency), paras, base["title"], time, outlet)]
        for _ in range(members - 1):
            name, paras, title, time, source = told[0] if rng.random() < 0.6 else rng.choice(told)
            outlet = self.outlet({t[4] for t in told} if rng.random() < 0.9 else ())
            op = rng.choices(list(OPS), [w for w, _ in OPS.values()])[0]
            ops = dict.fromkeys([op] + [rng.choice(SECOND)] * (op != "verbatim" and rng.random() < 0.22))
            for one in ops:
                paras = OPS[one][1](rng, paras, self.page(outlet, title))
            before = sum(self.page(source, title).dressed([])[::2], []) if op == "scraped" and source.leaks else []
            time, shown = time + rng.expovariate(1 / 30000), self.headline(title, paras)
            child = self.put(paras, shown, outlet, root, [name], "+".join(ops), time, agency, root, before)
            if child:
                told.append((child, paras, shown or title, time, outlet))
        return told
    def some(self, paras, a, b):
        """A run of a to b paragraphs with something in them, all of the root."""
        k = self.rng.randrange(len(paras))
        out = paras[k : k + self.rng.randint(a, b)]
        return out if length(out, lambda r: not r) == 0 and length(out) >= 130 else None
    def lifted(self, told, host, op):
        """Another text that takes over a quote, a passage, or the background paragraph."""
        rng, (name, paras, _, time, _), mine = self.rng, self.rng.choice(told), article(host)
        took = [paras[-1]] if op == "background" else self.some(paras, 1, 2)
        if not took or not 130 <= length(took) <= 0.6 * length(mine):
            return
        k = len(mine) if op == "background" else rng.randint(1, len(mine))
        mine[k:k] = each(took, lambda t: paraphrase(rng, t, 0)) if rng.random() < 0.4 else took
        self.put(mine, host["title"], self.outlet(), host["id"], [name], op, time + rng.expovariate(1 / 90000))
    def gathered(self, families, op):
        """Pages of several texts, none of which is most of it."""
        rng, out, parents, parts = self.rng, [], [], []
        for name, paras, title, time, _ in [told[0] for told in rng.sample(families, 2 if op == "two in one" else rng.randint(4, 7))]:
            took = paras if op == "two in one" else self.some(paras, 1, 3) if op == "live blog" else [paras[0]]
            if took:
                out += [own(fill(rng, "{hm} GMT") if op == "live blog" else title)] + took
                parents.append(name)
                parts.append(length(took))
        if len(parts) > 1 and max(parts) < (0.6 if op == "two in one" else 0.4) * sum(parts):
            self.put(out, {"live blog": "Live: the day's news as it happened", "roundup": "Morning briefing", "two in one": title}[op], self.outlet(), "x%d" % len(self.docs), parents, op, time + 9e4)
    def standing(self):
        """Pages that look alike and are not copies: forms with other names and numbers, columns with the same frame."""
        rng, frames = self.rng, [x.split("#") for x in COLUMN.split("\n")]
        for kind, form in FORM.items():
            outlets = [self.outlet() for _ in range(3)]
            for _ in range(rng.randint(12, 40)):
                title, *paras = fill(rng, form).split("|")
                self.put([own(p) for p in paras], title, rng.choice(outlets), "f%d" % len(self.docs), [], "form " + kind, 1.66e9 + rng.uniform(0, 5e6))
        seats = [rng.choice(self.outlets[:40]) for _ in frames]
        for base in self.column:
            outlet, frame = rng.choice(list(zip(seats, frames)))
            top, low = [own(self.page(outlet, "").fill(x)) for x in frame]
            self.put([top, *article(base), low], base["title"], outlet, base["id"], [], "column", 1.66e9 + rng.uniform(0, 5e6))
    def run(self):
        rng, families = self.rng, []
        self.standing()
        for base in self.bases:
            if len(self.docs) < self.most:
                families.append(self.family(base, min(60, 1 + int(rng.paretovariate(1.25))) if rng.random() < 0.32 else 1))
        hosts = self.hosts[: len(families) // 14]
        while hosts:
            told, op = rng.choice(families), rng.choice(("lift", "lift", "lift", "background"))
            for host in [hosts.pop() for _ in range(min(len(hosts), 1 if op == "lift" else rng.randint(2, 4)))]:
                self.lifted(told, host, op)
        for op, share in (("live blog", 90), ("roundup", 110), ("two in one", 25)):
            for _ in range(len(families) // share):
                self.gathered(families, op)
        order = list(range(len(self.docs)))
        rng.shuffle(order)  # neither ids nor the order of the documents tell what is older
        new = {self.docs[j]["id"]: "p%05d" % k for k, j in enumerate(order)}
        for d, g in zip(self.docs, self.gold):
            d["id"] = new[d["id"]]
            g.update(id=d["id"], parent=new.get(g["parent"]), parents=[new[p] for p in g["parents"]])
        return [self.docs[j] for j in order], [self.gold[j] for j in order]

def accented(rng, paras):
    names = sorted(set(re.findall(r"(?<=[a-z] )[A-Z][a-z]+ ([A-Z][a-z]{3,})(?= said| told|,)", " ".join(t for p in paras for t, _, _ in p))))
    for name in rng.sample(names, min(3, len(names))):
        i = rng.choice([i for i, c in enumerate(name) if c in ACCENT] or [0])
        paras = each(paras, lambda t: re.sub(r"\b%s\b" % name, name[:i] + ACCENT.get(name[i], name[i]) + name[i + 1 :], t))
    return paras

def rendered(parts, sep, curly):
    """(text, segs, body): the blank between two sentences of a paragraph belongs to the first."""
    buf, segs, span, rows = bytearray(), [], [], [(i, row) for i, part in enumerate(parts) for row in part]
    for i, row in rows:
        buf += sep.encode() if buf else b""
        at, last = len(buf), None
        for n, (t, root, key) in enumerate(row):
            buf += b" " if n and not buf.endswith(b" ") else b""
            if root and last == root:
                segs[-1][1] = len(buf)
            start, last = len(buf), root
            buf += (curled(t) if curly else t).encode()
            if root:
                segs.append([start, len(buf), root, key])
        if i == 1:
            span = [span[0] if span else at, len(buf)]
    return buf.decode(), segs, span

def report(scorer, gold, families, passages, show):
    s = {**scorer.score_families(gold, families), **scorer.score_passages(gold, passages)}
    for k in SHOWN:
        print("%-22s %s" % (k, "%.4f" % s[k] if isinstance(s[k], float) else s[k]))
    want, pred, kinds = scorer.shares(gold), {tuple(sorted((p["a"], p["b"]))) for p in passages}, collections.defaultdict(list)
    count, size = collections.Counter(g["cluster"] for g in gold), collections.Counter(families.values())
    share = lambda found: "%6d %6.3f" % (len(found), sum(found) / len(found)) if found else "%6d      -" % 0
    for g in gold:
        edges = [e in pred for e in (tuple(sorted((g["id"], p))) for p in g["parents"]) if e in want]
        joined = [families[g["id"]] == families[g["parent"]]] if g["kind"] in ("exact", "near") else []
        kept = [families[g["id"]] is None or size[families[g["id"]]] == 1] if count[g["cluster"]] == 1 else []
        kinds[g["op"].split("+")[0]].append((joined, edges, kept, g["id"]))
    print("%-18s %6s %6s %6s %6s %6s %6s" % ("kind of change", "copies", "joined", "pairs", "found", "alone", "kept"))
    for op, rows in sorted(kinds.items()):
        missed = [r[3] for r in rows if not all(r[0] + r[1] + r[2])][:12] if show else []
        print("%-18s" % op, *(share([x for r in rows for x in r[i]]) for i in range(3)), *missed)
    return {k: s[k] for k in SHOWN} | {"recall " + k: float(v) for k, v in s["recall_by_op"].items()}

def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--retold", default=os.path.join(HERE, "..", "build", "retold"))
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--max", type=int, default=10**9)
    ap.add_argument("--keep")
    ap.add_argument("--show", action="store_true")
    ap.add_argument("--record", action="store_true")
    a = ap.parse_args()
    sys.path.insert(0, os.path.join(EVAL, "scorers"))
    import copies as scorer  # of the evaluation

    with gzip.open(os.path.join(EVAL, "data", "copies", "base.json.gz"), "rt", encoding="utf8") as f:
        docs, gold = World(json.load(f), a.seed, a.max).run()
    with tempfile.TemporaryDirectory() as folder:
        folder = a.keep or folder
        os.makedirs(folder, exist_ok=True)
        paths = {n: os.path.join(folder, n + ".jsonl") for n in ("docs", "gold", "families", "passages")}
        for n, rows in (("docs", docs), ("gold", gold)):
            with open(paths[n], "w", encoding="utf8") as f:
                f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
        subprocess.run([os.path.abspath(a.retold), "copies", "--quiet", "--families", paths["families"], "--passages", paths["passages"], paths["docs"]], check=True)
        rows = {n: [json.loads(line) for line in open(paths[n], encoding="utf8")] for n in ("families", "passages")}
    print("seed %d: %d documents, %d families, %d characters" % (a.seed, len(docs), len({g["cluster"] for g in gold}), sum(len(d["text"]) for d in docs)))
    figures = report(scorer, gold, {r["id"]: r["family"] for r in rows["families"]}, rows["passages"], a.show)
    if a.record:
        update.keep({("copies", "robust", k): v for k, v in figures.items()})

if __name__ == "__main__":
    main()
