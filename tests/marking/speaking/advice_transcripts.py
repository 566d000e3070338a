"""What three more candidates type in one test (work, music, cooking; good advice), by prompt. All of it is our own writing."""

from __future__ import annotations

LESS = {
    "id.1": "Tuan.",
    "id.2": "I am from Da Nang.",
    "p1.1.1": "I am student. I study the business in university.",
    "p1.1.2": "I enjoy the marketing class because teacher is very funny and she tell us many story.",
    "p1.1.3": "In the morning. I always wake up late and I must to run for the bus.",
    "p1.1.3.why": "Because I go to bed at 2 am, I play game with my friend.",
    "p1.1.4": "With other people. If I am alone I feel boring.",
    "p1.1.4.why": "Because we can talk and help each other.",
    "p1.1.5": "I want have a own company. Small company about coffee.",
    "p1.1.5.why": "Because in my country people drink coffee every day, so I can earn a lot of money.",
    "p1.1.6": "No, never.",
    "p1.2.1": "I like pop music and sometime K-pop.",
    "p1.2.1.why": "Because it make me happy.",
    "p1.2.2": "When I do homework or when I am in the bus.",
    "p1.2.3": "No, I can't. I learned guitar two month but it was too difficult for me.",
    "p1.2.4": (
        "Yes, last year I have went to a concert with my cousin. It was very crowded and loud but we enjoyed a lot."
    ),
    "p1.2.5": "Yes, but it was boring. We only sing old songs.",
    "p1.2.6": "Some. I don't remember them.",
    "p1.3.1": "My mother. She cook every day.",
    "p1.3.2": "I can make fried rice with egg.",
    "p1.3.3": "No.",
    "p1.3.3.why": "My mother did not want because the kitchen is dangerous.",
    "p1.3.4": "Yes, sometimes I cook noodle for my roommate.",
    "p1.3.5": "Eat out. It is more fast and not expensive in Da Nang.",
    "p1.3.6": "Maybe no. I can watch video in internet.",
    "p2.talk": (
        "I want talk about my uncle. His name is Minh and he is the brother of my father. He work as driver of truck. "
        "Two years ago I finished the high school and I didn't know what should I study. My parents want me become "
        "doctor but my marks was not good. I was very stress and I can't sleep. Then my uncle came to our house and he "
        "said me that I should to choose the thing that I can do every day without bored. He told he wanted be a "
        "musician but he must work early because his family was poor. So I thought about it and I choose business "
        "because I like sell things. When I was in school I sold drink to my classmates. This advice was good because "
        "now I am happy in the university and my parents they are also happy. I think he understand me more than my "
        "parents."
    ),
    "p2.more": "He also give me some money for buy books.",
    "p2.round.1": "Yes, I call him when I have problem.",
    "p2.round.2": "Not easy. Sometimes I am stubborn.",
    "p3.1": "I think they ask their friends. Because friends have same age and same problem.",
    "p3.1.follow": "For example my friend asked me about his girlfriend and I helped him.",
    "p3.2": "Because they are proud. They think they know everything.",
    "p3.2.follow": "If they don't listen they will do mistake again and again.",
    "p3.3": "My uncle teach me to be honest. So I think family is the most important for advice.",
    "p3.3.follow": "In the past people only ask family, but now they ask the internet.",
    "p3.4": "It is not very reliable. Some people write wrong information because they want money.",
    "p3.4.follow": "Last month I read that coffee is bad for the brain, but it was fake.",
    "p3.5": "Yes, because they have more experience than us.",
    "p3.5.follow": "But sometimes it is annoying for young people.",
    "p3.6": "The expert study long time so he knows more. Friend only know his life.",
    "p3.6.follow": "You must to pay the expert.",
}

SOME = {
    "id.1": "My name is Sofia.",
    "id.2": "I come from Porto, in the north of Portugal.",
    "p1.1.1": "I work as a nurse in a small hospital, and I have been there since three years.",
    "p1.1.2": (
        "What I enjoy most is talking with the patients, because many of them are lonely and a short conversation makes "
        "their day better."
    ),
    "p1.1.3": (
        "The night shift is the hardest for me, especially around four o'clock, when everything is silent and I only "
        "want to close my eyes."
    ),
    "p1.1.4": "I prefer working in a team. In a hospital you can make mistakes if nobody checks what you do.",
    "p1.1.5": "I would like to be a head nurse, or maybe I will be working abroad if my English gets better.",
    "p1.1.6": "Yes, it took me to Lisbon once for a course about first aid.",
    "p1.2.1": (
        "I listen to a lot of fado, which is a traditional music from Portugal. It's quite sad, but it calms me down "
        "after work."
    ),
    "p1.2.2": "Usually when I drive home, or on Sundays when I clean the flat.",
    "p1.2.3": (
        "I used to play the piano, but I gave up when I was fourteen because I didn't have enough time for practise."
    ),
    "p1.2.4": (
        "Yes, several times. The last one was an open-air concert by the river, and although it rained, nobody left."
    ),
    "p1.2.5": "We had one lesson a week, but honestly we spent most of it talking.",
    "p1.3.1": "My husband does most of it, since he comes home earlier than me.",
    "p1.3.2": "I can make a good fish stew. The recipe is from my grandmother, and I never write it down.",
    "p1.3.3": "Yes, a little. My grandmother let me help her in the kitchen, so I learned by watching.",
    "p1.3.4": "Not so often, maybe once a month, because my friends live far and everybody is busy.",
    "p1.3.5": "I'd rather cook at home, as it's cheaper and you know what is in the food.",
    "p2.talk": (
        "I'd like to talk about my first boss, Dona Teresa, who gave me an advice that I still remember. It was about "
        "eight years ago, when I had just finished my studies and I started to work in a big hospital in the city. In "
        "my first month I made a mistake with the papers of a patient. It wasn't dangerous, but I was so ashamed that I "
        "wanted to leave the job. She found me crying in the changing room, and instead of being angry she sat down and "
        "told me about her own first year, which was much worse than mine. Then she said that I should write down every "
        "evening one thing that went well and one thing which I want to do better. At the beginning I thought it was a "
        "bit childish, but I tried it and after some weeks I noticed that I was less nervous, because I could see my "
        "progress on the paper. I have kept those notebooks until today. I think the advice was so good because it was "
        "simple and I could do it alone. She didn't tell me that I must be perfect; she showed me how to learn from the "
        "mistakes. If she hadn't talked to me that day, I would probably have chosen another profession."
    ),
    "p2.round.1": "Unfortunately she has retired, but we still send messages to each other at Christmas.",
    "p2.round.2": "It depends who gives it. If I trust the person, yes.",
    "p3.1": (
        "I suppose they turn to their friends first, because friends are going through the same things and won't judge "
        "them. Parents come later, when the problem is already big."
    ),
    "p3.1.follow": "For instance, my niece failed an exam and all her friends knew it two weeks before her mother.",
    "p3.2": (
        "Maybe because accepting advice means that you admit you were wrong, and that is uncomfortable for many people. "
        "In my job I see patients who don't want to hear that they should stop smoking."
    ),
    "p3.2.follow": "In the long run they get sicker, and their families suffer with them.",
    "p3.3": (
        "I think it shapes us a lot. A person like my boss can change how you see mistakes, and then you pass it on to "
        "others."
    ),
    "p3.3.follow": "It was probably more formal in the past, because people respected the age more.",
    "p3.4": (
        "It depends on the website. There are doctors who write very good articles, but there are also people who sell "
        "miracles, and for a normal person it's difficult to see the difference."
    ),
    "p3.4.follow": "Older people believe more easily what they read, while young people check it twice.",
    "p3.5": "I would say no. Even if they mean well, advice that nobody asked for feels like criticism.",
    "p3.5.follow": "Of course there are exceptions, for example when somebody is in danger.",
    "p3.6": (
        "A professional has studied the subject and is responsible for what he says, whereas a friend knows you better "
        "but can be wrong."
    ),
    "p3.6.follow": "If you pay for it, you also take it more serious.",
}

MORE = {
    "id.1": "I'm Arjun, Arjun Mehta, but everybody calls me AJ.",
    "id.2": "I grew up in Pune, although I've spent the last few years in Bangalore.",
    "p1.1.1": (
        "I work as a structural engineer for a firm that designs footbridges, which is a surprisingly narrow niche."
    ),
    "p1.1.2": (
        "Probably the moment when a drawing I've been wrestling with for weeks turns into something people actually "
        "walk across."
    ),
    "p1.1.3": (
        "The hour after lunch, without a doubt. My concentration evaporates, so I tend to schedule site visits or phone "
        "calls for then."
    ),
    "p1.1.4": (
        "It rather depends on the task. Calculations I'd sooner do by myself, but the early sketches are far better "
        "when several people are tearing them apart."
    ),
    "p1.1.5": ("Ideally I'd be running a small team of my own, provided I could still keep a hand in the design work."),
    "p1.1.6": (
        "It has, quite often. Last spring I was sent to the Himalayan foothills to inspect a bridge that had been "
        "damaged by a landslide."
    ),
    "p1.2.1": (
        "Mostly Hindustani classical, the kind of thing my grandfather used to hum while he was shaving, and a fair "
        "amount of jazz."
    ),
    "p1.2.2": ("Generally late at night, once the traffic has died down and I can hear the quieter passages properly."),
    "p1.2.3": "I can just about get a tune out of a bamboo flute, but I'd never inflict it on an audience.",
    "p1.2.4": (
        "Plenty. The most memorable was an all-night recital in Pune that finished just as the sun was coming up."
    ),
    "p1.2.5": (
        "We did, though they consisted largely of copying out theory, which put most of my classmates off music "
        "altogether."
    ),
    "p1.3.1": "We take it in turns, my flatmate and I, but if I'm honest she ends up doing the lion's share.",
    "p1.3.2": (
        "I make a decent lentil curry with smoked garlic. It took me years to get the balance of sourness and heat "
        "right."
    ),
    "p1.3.3": (
        "Only informally. I was allowed to stir things while my aunt was gossiping, and some of it must have rubbed "
        "off."
    ),
    "p1.3.4": (
        "Now and then, when there's something to celebrate. I find that a clumsy home-made meal breaks the ice better "
        "than a restaurant does."
    ),
    "p1.3.5": "Eat in, on the whole, since restaurant portions are so generous that I can hardly move afterwards.",
    "p2.talk": (
        "The person who comes to mind is a retired stonemason called Mr Kulkarni, whom I met during my very first "
        "placement. I was twenty-one, fresh out of college, and convinced that anything worth knowing could be found in "
        "a textbook. We had been asked to assess a temple staircase that was sinking, and I'd spent three days "
        "producing an elaborate computer model of it. He watched me for a while, and then he said, quite gently, that "
        "before I calculated anything I ought to go and sit on the steps for an afternoon and see who used them. I must "
        "admit I found the suggestion faintly insulting, but I had nothing else to do, so I went. Within an hour I had "
        "noticed that the porters, who were carrying enormous loads, all swerved to the left in order to avoid a drain, "
        "and that was precisely where the ground had given way. None of that would ever have shown up in my model. What "
        "made the advice so valuable was not merely that it solved the problem; it altered the way I work. To this day, "
        "whenever I take on a new project, I spend the first morning doing nothing but watching. Had he simply told me "
        "the answer, I'd have thanked him and forgotten it by the following week, whereas having to discover it for "
        "myself meant that the lesson stuck."
    ),
    "p2.round.1": (
        "Sadly he passed away a couple of years ago, but I still catch myself wondering what he'd make of a design."
    ),
    "p2.round.2": (
        "Not particularly. I usually resist it for a day or two before conceding that the other person had a point."
    ),
    "p3.1": (
        "By and large to their peers, I'd say, and increasingly to people they follow online, who come across as "
        "friends even though the relationship is entirely one-sided. Parents tend to be consulted only once things have "
        "gone badly wrong."
    ),
    "p3.1.follow": (
        "My cousin is a case in point: she chose her degree on the strength of a video by somebody she has never met."
    ),
    "p3.2": (
        "I suspect it's because advice carries an implicit criticism. If you suggest that I do something differently, "
        "you're also hinting that what I've been doing so far wasn't good enough, and that stings, however tactfully "
        "it's put."
    ),
    "p3.2.follow": (
        "It can leave them repeating mistakes that somebody else has already paid for, which is a terrible waste."
    ),
    "p3.3": (
        "Enormously, I think. Watching how somebody like that deals with setbacks teaches you more than any number of "
        "lectures would."
    ),
    "p3.3.follow": "In my parents' day deference was more or less automatic, whereas nowadays a mentor has to earn it.",
    "p3.4": (
        "It varies wildly. Technical forums can be superb, because errors are pounced upon within minutes, but anything "
        "to do with health or money attracts people who have something to sell, and there the loudest voice tends to "
        "win."
    ),
    "p3.4.follow": "I imagine people who grew up with it are more sceptical than those who came to it late.",
    "p3.5": (
        "I'd be wary of laying down a rule. Unsolicited advice is irritating, yet there are situations in which keeping "
        "quiet would be a kind of neglect."
    ),
    "p3.5.follow": "Some would argue that silence is simply a form of respect.",
    "p3.6": (
        "The crucial difference is accountability. A professional can be held to what they've said, while a friend can "
        "shrug it off; on the other hand, a friend sees the whole of your life rather than one slice of it."
    ),
    "p3.6.follow": "Neither is much use unless you're prepared to hear something unwelcome.",
}
