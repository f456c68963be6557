//! Fifteen short answers that go wrong, one a trap.

use super::BadExample;
use crate::trap::Trap;

/// In the order of the traps.
pub(super) const EXAMPLES: [BadExample; Trap::ALL.len()] = [
    BadExample {
        trap: Trap::NonFailure,
        field: "event organising",
        text: "I suppose my failure is that I put too much of myself into things. Two years ago I ran a charity run for a sports club, and I checked all thirty marshal posts in person, at five in the morning, because I wanted it perfect. People told me to let others take some of that. The day went beautifully and the club booked me again. What I learned is that my standards are higher than other people's, and that I can't expect that of everyone. Since then I write a list beforehand and give half of the posts away, and I gave away sixteen last year.",
        hears: "The weakness is a compliment: the day went well, and nobody was worse off for anything this person did.",
    },
    BadExample {
        trap: Trap::NeverFailed,
        field: "bookkeeping",
        text: "Honestly, I thought about this one in the car and nothing came. I'm not saying I'm perfect. But I plan ahead, I read everything twice, and in six years of bookkeeping I haven't had a month that wouldn't close. Things come up, of course, they come up for everybody, and I deal with them before they turn into something. I could make up a story for you now, but I'd rather be straight. There isn't anything that I'd call a failure as such. Maybe you can ask me about something I did well instead.",
        hears: "Either nothing difficult was ever given to this person, or they cannot look at their own work honestly.",
    },
    BadExample {
        trap: Trap::Blame,
        field: "group travel",
        text: "Last year a choir tour that I'd put together lost its hotel two days before departure, and forty singers slept in a school gym. What happened is that the hotel had switched its booking system and nobody there told me. The confirmation was unclear as well, and the office gives us no time for phoning around. Then the choir sent in its list late. I found the gym, and I got half of their money back. I learned that a confirmation is worth nothing until a person has said it. Since then I phone each hotel a week ahead, and in thirty tours it hasn't happened again.",
        hears: "Three others are named as the cause, the speaker is not among them, and so the next bad week will be somebody else's fault too.",
    },
    BadExample {
        trap: Trap::WeLanguage,
        field: "architecture",
        text: "Two years ago we missed the deadline for a competition at our architecture practice. We'd underestimated the model, we hadn't agreed who would draw the sections, and we noticed it with four days to go. We handed in half a set of plans and went out in the first round, and a junior had given up two weekends for it. We told the client the same evening and apologised to the junior. We saw then that we never set a date to stop designing. So now we stop two weeks before the end. We've kept to that for five entries, and two of them were placed.",
        hears: "Everybody failed a little, so nobody did, and I still don't know what this person decided or left undone.",
    },
    BadExample {
        trap: Trap::Trivial,
        field: "land surveying",
        text: "Let me think. Last spring I made the coffee for a meeting at our surveying office, and I put the sugar in the wrong two cups. One of the visitors pulled a face. It was my own fault, I hadn't asked who takes what, I just guessed. I made two fresh ones and that was the end of it. It did show me that I guess where I could ask. So I wrote a small list of who takes what, it hangs inside the cupboard door, and I look at it every time. It's been there for a year, and I haven't got a cup wrong since.",
        hears: "Everything is there except the stakes: if sugar is the worst of it, they are hiding something or carry no responsibility.",
    },
    BadExample {
        trap: Trap::TooBig,
        field: "food production",
        text: "Two years ago I switched off the metal detector on a packing line, because it kept stopping and I wanted to finish an order. I knew the rule, and the decision was mine. Eighty thousand jars went out. A child cut her mouth, the food authority closed the plant for five weeks, the recall cost over three million, and the quality manager lost her job. I phoned the big customers myself and worked on the recall day and night. I learned that a stop is a message. Since then I never override a guard without a second signature, and I've kept to that through forty stops.",
        hears: "It is told honestly, but a child hurt, a closed plant and three million make me doubt this person's judgement, whatever was learned.",
    },
    BadExample {
        trap: Trap::VagueLearning,
        field: "floristry",
        text: "Last year I had the flowers for a Saturday wedding down for the Sunday. I'd written the date from memory after the call, and I hadn't asked the bride to repeat it. She got married with what I could cut from the shop in twenty minutes, and she cried. I drove the flowers over myself and gave her half her money back. What I took from it is that communication is everything. You've got to be organised and stay on top of things. I communicate a lot better now, I'm much more organised in general, and I've been like that for the whole year since.",
        hears: "“Communicate better” could be anybody's lesson: there is no list, no rule and no step that I could watch this person do on Monday.",
    },
    BadExample {
        trap: Trap::NoEvidence,
        field: "school computer support",
        text: "In June last year I wiped the shared drive of a school, when I only meant to wipe one old laptop. The reports of two classes were gone, and three teachers wrote theirs again over a weekend. I'd typed the command from memory and never looked at which machine I was on. I told the head within the hour, and I got most of the other files back from a copy. What I learned is that I'm at my most careless when I'm quick. I really should have a checklist for that. I want to set one up, and I'm planning to do it once things calm down a bit.",
        hears: "A year has gone by and the checklist is still a plan, so the same drive could be wiped tomorrow.",
    },
    BadExample {
        trap: Trap::OverApology,
        field: "veterinary practice",
        text: "Last year I wrote a dog's operation into the book on the wrong day, and it waited two more days in pain. It's unforgivable. I'd mixed up two lines, how stupid can a person be. I told the owner the same hour, and I said to her that I don't deserve to work with animals, and I meant it. I cried the whole week. I learned to read each line back. I've done that on every call for a year now, without a slip, but nothing makes it good, does it? I'm so, so sorry, even now. Please don't think that I'm a terrible person.",
        hears: "I end up comforting the candidate instead of hearing about the work, and I wonder what a bad day does to them.",
    },
    BadExample {
        trap: Trap::NoScars,
        field: "fitness studio",
        text: "Two years ago I launched a morning course that nobody booked, and honestly, it's the best thing that ever happened to me! The studio had paid for the room and a trainer for three months. I'd skipped asking the members, silly me. I cancelled it, everyone was lovely about it, and it turned out to be such a gift. I learned to ask first and sell second. So now I ask twenty members before each new course, I've done it nine times, and all nine were full. The team loves it, I got promoted, the members are happier than ever. I wouldn't change a single thing!",
        hears: "It is so bright and so polished that nothing seems to have hurt, and I doubt that it was ever a failure to them.",
    },
    BadExample {
        trap: Trap::Ancient,
        field: "bus company cash office",
        text: "When I was fifteen I looked after the money for our class trip, and I left the tin on the bus. Three hundred pounds, and it never turned up. Two children couldn't come along because of it. I'd put the tin on the seat and not in my bag, because I wanted my hands free to show off. I told the teacher the next day, and I worked all summer to pay it back. I learned that money needs one fixed place. I've kept to one place ever since, and in twenty-two years in the cash office I've never been short.",
        hears: "A schoolchild made that mistake, and it tells me nothing about the last three years of this grown-up's work.",
    },
    BadExample {
        trap: Trap::LongBackstory,
        field: "museum",
        text: "To understand this, you have to know how our museum is built up. There are three houses, the main one, the mill, and the old customs house, which came to us later from the county. I started at the mill, as a volunteer at first, then half time, and then I took over the loans. Loans are a world of their own, there's an incoming side and an outgoing side, and the forms differ. Last year I forgot one form, and a painting missed its own exhibition. I hadn't counted them. I rang the lender. I learned to count, and each loan has a numbered list now, twenty-two so far.",
        hears: "By the time the painting is mentioned, I have stopped listening, and there is hardly any time left for what changed.",
    },
    BadExample {
        trap: Trap::Bystander,
        field: "office equipment",
        text: "Two years ago I watched a project in our office go under. It wasn't mine. The woman at the desk opposite had promised a client a new till system by Easter, and from where I sat I could see that she had nobody for it. She never asked anyone, and nobody told her. In May the client left, and they moved her to another floor. I was on a different account, so I could only sit there and see it happen. It taught me how fast a promise grows. I think of her whenever somebody names a date.",
        hears: "It is a good story about somebody else: this person watched it, and I asked for a failure of their own.",
    },
    BadExample {
        trap: Trap::Unresolved,
        field: "dairy farming",
        text: "This spring I moved our cows to different milking times, and the milk is down by a tenth. I chose the times without asking the two milkers, that was my mistake, I thought I knew the herd. One of the two is off sick at the moment. I've told my partner, and I've shifted it back by an hour, but I can't say yet whether that does anything, we're right in the middle of it. The adviser comes on Thursday, and then there's the bank. What the lesson is, I'll know when I see how it ends. Ask me again at Christmas.",
        hears: "There is no end yet, so there is nothing learned to hear, and I am only told about a current problem.",
    },
    BadExample {
        trap: Trap::NearMiss,
        field: "translation",
        text: "Last year I very nearly sent a contract to the wrong client. It was a quarter to six, I'd picked the name from the list without looking, and my finger was already on the key. Then a colleague came in with a question, and I looked up and saw it. So it didn't go out, nobody noticed, and the right client had it on time. It was careless, and that was me. I learned that the last minutes of the day are no good for sending. Since then I send everything in the morning and type the name by hand. That's three hundred jobs, and none has gone astray.",
        hears: "Nothing went wrong in the end, so I still don't know how this person behaves when something does.",
    },
];
