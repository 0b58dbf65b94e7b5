/** Why somebody borrows, and how they say it. `{amount}` and `{detail}` are filled in. */
export interface Purpose {
  /** As the application calls it. */
  label: string
  /** How the broker refers to it later: "the car repair". */
  thing: string
  /** Dollars, from and to. */
  range: readonly [number, number]
  details: readonly string[]
  plain: readonly string[]
  terse: readonly string[]
  chatty: readonly string[]
  /** The broker's first reaction. */
  reactions: readonly string[]
  /** Why it becomes more expensive on second thoughts. */
  grew: string
}

export const purposes: readonly Purpose[] = [
  {
    label: 'Car repair',
    thing: 'the car repair',
    range: [900, 6500],
    details: [
      'the gearbox',
      'the timing belt',
      'the head gasket',
      'the clutch',
      'the transmission',
    ],
    plain: [
      "Hi, {detail} in my car has gone and the mechanic won't start without a deposit. Can you help?",
      'Hello. I need a loan to get {detail} fixed, I drive to work every day.',
      "Hi there, my car failed its inspection, it's {detail}. I'm looking at a small loan.",
    ],
    terse: ['car repair loan', 'need {detail} fixed', 'loan for car, {detail} is gone'],
    chatty: [
      "Hi! So my old Corolla finally gave up on the M4 this morning, of all places. It's {detail} apparently, and the mechanic talks about it like somebody died 😅 What would a loan look like?",
      "Good morning! You won't believe it, I only had the car serviced in March and now {detail} is cactus. I can't do the school run by bus, so here I am.",
    ],
    reactions: [
      'Sorry to hear about the car. Being without it is no fun, so let’s see what we can do.',
      'A broken car always picks the worst week. I can help you with that.',
      'That sounds like a nuisance. We do finance repairs like this one.',
    ],
    grew: 'the mechanic found the brakes need doing as well',
  },
  {
    label: 'Vet bill',
    thing: 'the vet bill',
    range: [700, 5500],
    details: [
      'my dog Biscuit',
      'our cat Miso',
      'my kelpie',
      'our old labrador',
      'my greyhound Nina',
    ],
    plain: [
      'Hi, {detail} needs an operation and the vet wants the money up front.',
      'Hello, I have a vet bill I can’t pay in one go. {detail} was hit by a car on Sunday.',
      'Hi, is it possible to borrow for a vet bill? {detail} swallowed something and needs surgery.',
    ],
    terse: [
      'vet bill, urgent',
      'loan for vet. {detail} needs surgery',
      'need money for the vet today',
    ],
    chatty: [
      'Hello! I never thought I would be doing this, but {detail} ate half a tennis ball and now it has to be cut out. The vet is lovely but not cheap!',
      "Hi Billie, {detail} is ten and has never been sick a day, and now it's the knee, both of them. I'd do anything for that animal, so… how does this work?",
    ],
    reactions: [
      'Oh no, I hope the little patient pulls through. Let’s sort out the money side.',
      'I’m sorry, that’s a worrying thing to go through. I’ll keep this as quick as I can.',
      'Poor thing! Vet bills are one of the most common reasons people come to us.',
    ],
    grew: 'the vet wants to keep them two more nights',
  },
  {
    label: 'Dental work',
    thing: 'the dental work',
    range: [1200, 8500],
    details: [
      'a root canal and a crown',
      'two implants',
      'my wisdom teeth',
      'braces for my daughter',
      'a bridge',
    ],
    plain: [
      'Hi, I need {detail} and Medicare doesn’t cover it. What can I borrow?',
      'Hello, my dentist quoted me for {detail}. I would like to pay it off.',
      "Hi, I've been putting off {detail} and now it really hurts.",
    ],
    terse: ['dentist', 'loan for {detail}', 'dental, need it this week'],
    chatty: [
      'Hi there, I’m one of those people who avoided the dentist for about six years, and now it’s {detail}. Serves me right! I would rather pay in bits than all at once.',
      'Morning! So it’s {detail}. The quote made my jaw drop, which also hurt, ha. Can I spread it over a year or so?',
    ],
    reactions: [
      'Ouch. Let’s get you into that chair.',
      'Tooth pain is awful. We can certainly look at that.',
      'That’s a sensible thing to spread over some months. Happy to help.',
    ],
    grew: 'the dentist says a second tooth has to be done too',
  },
  {
    label: 'Rent and bond',
    thing: 'the bond',
    range: [1500, 5200],
    details: [
      'a two-bedroom unit',
      'a place closer to work',
      'a granny flat',
      'a share house',
      'a house with a yard',
    ],
    plain: [
      "Hi, I've been approved for {detail} but I need the bond and two weeks' rent by Friday.",
      'Hello, I’m looking for a loan for bond. I found {detail} and my old bond is not back yet.',
      'Hi, could I borrow the bond for {detail}? I would pay it back within the year.',
    ],
    terse: ['bond loan', 'need bond + 2 weeks rent', 'bond for {detail}, due friday'],
    chatty: [
      'Hiya! After thirty-one inspections, thirty-one!, I finally got {detail}. Now the agent wants the bond before my old one is released. Classic.',
      "Hello, long story: the landlord sold, we had six weeks to get out, and we've just signed for {detail}. We're only short of the bond.",
    ],
    reactions: [
      'Congratulations on finding a place, that’s the hard part these days.',
      'I understand, the overlap between two bonds catches a lot of people.',
      'Thanks for telling me. Agents don’t like to wait, so let’s get going.',
    ],
    grew: 'the agent also wants four weeks in advance instead of two',
  },
  {
    label: 'Fridge replacement',
    thing: 'the new fridge',
    range: [600, 2600],
    details: ['the fridge', 'our fridge-freezer', 'the old Westinghouse', 'the kitchen fridge'],
    plain: [
      'Hi, {detail} died last night and I have four kids. Can I get a small loan?',
      'Hello, I need to replace {detail}. Everything in it is off.',
      "Hi, {detail} stopped working. I'm living out of an esky at the moment.",
    ],
    terse: ['need a fridge', 'small loan for fridge', 'fridge died'],
    chatty: [
      'Hi! {detail} died in the heatwave, naturally, with forty dollars of prawns in it. I’m keeping the milk at my neighbour’s. Help 😂',
      'Hello there. {detail} has been making a noise like a possum for weeks and last night it went quiet for good. I’ve got my eye on one on sale until Sunday.',
    ],
    reactions: [
      'In this weather, too! Let’s get you something cold.',
      'You can’t really be without one. That’s well within what we do.',
      'An esky only gets you so far. Let’s see.',
    ],
    grew: 'the washing machine has started leaking on top of it',
  },
  {
    label: 'Moving costs',
    thing: 'the move',
    range: [1000, 6000],
    details: [
      'Perth to Adelaide',
      'Brisbane to Cairns',
      'Sydney to Hobart',
      'Melbourne to Albury',
      'Darwin to Geelong',
    ],
    plain: [
      "Hi, I'm moving from {detail} for a new job and need to pay the removalists.",
      'Hello, I would like to borrow for a move. {detail}, end of the month.',
      'Hi. My removalist wants half up front, {detail} is further than I thought.',
    ],
    terse: ['moving, {detail}', 'removalist deposit', 'loan to move interstate'],
    chatty: [
      'G’day! We’re finally doing it, {detail}, with two cats, a piano and my mother-in-law. The truck alone costs more than my first car.',
      'Hi, I got a job I’ve been after for three years, only it means {detail}. The new boss pays me back for the move, but in ninety days!',
    ],
    reactions: [
      'That’s a big move! Exciting, and expensive all at once.',
      'A fresh start. Let’s make sure the truck turns up.',
      'Thanks. Moving costs are something we can help with.',
    ],
    grew: 'the removalist will not take the piano for that price',
  },
  {
    label: 'Medical expenses',
    thing: 'the medical costs',
    range: [1000, 9500],
    details: [
      'knee surgery',
      'an MRI and the specialist',
      'my son’s hearing aids',
      'physio after an accident',
      'cataract surgery',
    ],
    plain: [
      'Hello, I have a gap to pay for {detail} and need it before the date.',
      "Hi, I need help with the cost of {detail}. Private cover doesn't pay all of it.",
      'Hi, can I borrow for {detail}? The waiting list in the public system is over a year.',
    ],
    terse: ['medical bill', 'gap payment for {detail}', 'loan, {detail}'],
    chatty: [
      'Hello dear, it’s for {detail}. The surgeon is very good, everybody says so, but the gap nearly put me back in hospital.',
      'Hi, so after eleven months of waiting I’ve got a date for {detail}, but only if I pay the gap two weeks before. You can imagine which part I’m less ready for.',
    ],
    reactions: [
      'I hope it all goes well. Let’s take the bill off your mind.',
      'Thank you for telling me. Your health comes first.',
      'I see. We’ll go step by step and you can take your time.',
    ],
    grew: 'the anaesthetist sends a separate bill, it turns out',
  },
  {
    label: 'Tools for work',
    thing: 'the tools',
    range: [800, 7000],
    details: [
      'a cordless set and a drop saw',
      'a tig welder',
      'a coffee cart fit-out',
      'a mower and trailer',
      'clippers and a chair',
    ],
    plain: [
      'Hi, my tools were stolen from the ute and I need {detail} to keep working.',
      "Hello, I'm starting out on my own and need {detail}.",
      'Hi, I would like a loan for {detail}, I have work lined up already.',
    ],
    terse: ['tools stolen, need new ones', 'loan for {detail}', 'need {detail} for work'],
    chatty: [
      'Hey Billie. Some hero cut the lock off the ute and took the lot, eight years of tools. Insurance is “looking into it”. I need {detail} by Monday or I lose the job.',
      'Hi! After fifteen years of working for other people I’m going out on my own. All I need is {detail} and a bit of courage, and I’ve got the courage.',
    ],
    reactions: [
      'No tools, no income: I get it. Let’s move along.',
      'Right, tools are what earns the money. Let’s see if the numbers work too.',
      'That makes sense, thanks. Work shouldn’t have to wait for equipment.',
    ],
    grew: 'I forgot about the insurance on the new gear',
  },
  {
    label: 'Funeral travel',
    thing: 'the trip home',
    range: [1200, 6500],
    details: [
      'Auckland',
      'Athens',
      'Manila',
      'Hồ Chí Minh City',
      'Beirut',
      'Port Moresby',
      'Kalgoorlie',
    ],
    plain: [
      'Hello, my grandmother passed away and I need to fly to {detail} this week.',
      'Hi, there is a death in the family. I have to get to {detail} and flights are very expensive.',
      'Hello. I need some money for flights to {detail}, for a funeral.',
    ],
    terse: [
      'flights to {detail}, funeral',
      'funeral. need to travel thursday',
      'need a loan, family funeral',
    ],
    chatty: [
      'Hello. My uncle who raised me died on Saturday, in {detail}. There are five of us who have to go and I am the only one with steady work, so it falls to me. I hope you understand.',
      'Hi, sorry, I am not really myself today. My nan died. I need to get to {detail} by the weekend and I have never borrowed money before.',
    ],
    reactions: [
      'I’m very sorry for your loss. I’ll keep my questions short.',
      'My condolences to you and your family. Let’s see that you get there in time.',
      'I’m so sorry. Take the time you need, I’m here.',
    ],
    grew: 'my sister has to come along as well',
  },
  {
    label: 'School costs',
    thing: 'the school costs',
    range: [600, 4500],
    details: [
      'laptops for my twins',
      'the Year 7 camp and uniforms',
      'a TAFE course',
      'the Cert III fees',
      'uniforms for three kids',
    ],
    plain: [
      'Hi, I need to pay for {detail} before term starts.',
      'Hello, is it possible to get a small loan for {detail}?',
      "Hi, it's back to school and I can't cover {detail} all at once.",
    ],
    terse: ['school stuff', 'small loan for {detail}', '{detail}, before term starts'],
    chatty: [
      'Hi! It’s that time of the year again. {detail}, plus they have both grown out of every shoe they own. I could weep, but I’d rather have a payment plan.',
      'Hello there, I’m going back to study at forty-three! It’s {detail} and I’m as nervous as my kids were.',
    ],
    reactions: [
      'Term comes around fast. Happy to help with that.',
      'That’s money well spent. Let’s have a look.',
      'Of course. Quite a few families ask for this at the moment.',
    ],
    grew: 'there is a bond on the laptops that nobody mentioned',
  },
  {
    label: 'Hot water system',
    thing: 'the hot water system',
    range: [1100, 4800],
    details: [
      'the hot water system',
      'the gas heater',
      'the old electric tank',
      'the solar booster',
    ],
    plain: [
      'Hi, {detail} burst and we have no hot water. The plumber can come tomorrow.',
      'Hello, I need to replace {detail}, it is flooding the laundry.',
      'Hi, {detail} is gone and I have a newborn. How fast can you lend?',
    ],
    terse: ['no hot water, plumber tomorrow', '{detail} burst', 'plumber wants paying up front'],
    chatty: [
      'Hello from a very cold shower! {detail} went off like a fountain at 5 am. The plumber says it was older than me.',
      'Hi Billie, you’re my second call after the plumber. {detail} has flooded the laundry and the dog thinks it’s a pool. What do you need from me?',
    ],
    reactions: [
      'No hot water is no joke. Let’s go.',
      'That needs fixing quickly. I’ll be brief.',
      'Thanks, I’ve got the picture. Let’s get your plumber paid.',
    ],
    grew: 'the plumber says the valve and the wiring are not up to code',
  },
  {
    label: 'Wedding',
    thing: 'the wedding',
    range: [2500, 10000],
    details: [
      'our wedding in March',
      'my daughter’s wedding',
      'the reception',
      'a small ceremony in the park',
    ],
    plain: [
      'Hi, I would like a loan for {detail}. We have most of it saved.',
      'Hello, the last bills for {detail} are due and we are a bit short.',
      'Hi, what are your rates for a loan for {detail}?',
    ],
    terse: ['wedding loan', 'short on {detail}', 'caterer wants the balance'],
    chatty: [
      'Hi Billie!! It’s for {detail} 🎉 We planned eighty guests, my mum invited a hundred and forty. You do the maths.',
      'Hello! Happy problem for a change: {detail}. The venue moved the final payment forward and our term deposit only matures in June.',
    ],
    reactions: [
      'Congratulations! That’s a lovely reason to be here.',
      'How nice! Let’s make sure the bills don’t spoil it.',
      'Oh lovely, congratulations! Let’s look at it together.',
    ],
    grew: 'twelve more cousins have said yes',
  },
  {
    label: 'Debt consolidation',
    thing: 'putting the bills together',
    range: [2000, 9800],
    details: [
      'two credit cards and a phone bill',
      'three buy-now-pay-later plans',
      'a store card and the power bill',
      'my credit card',
    ],
    plain: [
      'Hi, I have {detail} and want one payment instead of many.',
      'Hello, can I use a loan to pay out {detail}?',
      'Hi, I would like to tidy up {detail}. I am up to date but it is a lot to keep track of.',
    ],
    terse: ['consolidate {detail}', 'one loan for all my bills', 'pay out {detail}'],
    chatty: [
      'Hello, so, confession time: {detail}. None of it late, I promise, but I’ve got due dates all over the month and I’m tired of the spreadsheet.',
      'Hi! My new year’s resolution was to get rid of {detail}. It’s a bit late in the year but better late than never, right?',
    ],
    reactions: [
      'One payment is easier to keep an eye on, I agree.',
      'Thanks for being open about that. Let’s see whether it leaves you better off.',
      'That’s a good aim. I’ll check that it really costs you less.',
    ],
    grew: 'there is one more plan I had forgotten',
  },
  {
    label: 'Visa and citizenship fees',
    thing: 'the visa fees',
    range: [1800, 9000],
    details: [
      'a partner visa',
      'my permanent residency',
      'my parents’ visa',
      'the citizenship application',
    ],
    plain: [
      'Hello, I need to pay the fee for {detail}. The Department wants it in one payment.',
      'Hi, I would like to borrow for {detail} and the agent.',
      'Good afternoon, is a loan for {detail} possible? I have a full-time job.',
    ],
    terse: ['visa fee', 'loan for {detail}', '{detail}, due in 2 weeks'],
    chatty: [
      'Hello! After two years apart my husband can finally apply, it is {detail}, and the fee is, how do you say, not small. I have saved a half of it.',
      'Hi there. I’ve filled in 94 pages for {detail}, so your questions can’t scare me. I just need help with the fee.',
    ],
    reactions: [
      'That fee is a big one to pay in one go. I understand.',
      'Thank you. I hope the news is good. Let’s look at the money side.',
      'I’ve heard about those forms! Mine are much shorter.',
    ],
    grew: 'the medical checks are extra',
  },
]
