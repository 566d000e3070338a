"""What three candidates say in the same test, by the prompt that each answer is to. All of it is our own writing."""

from __future__ import annotations

WEAK = {
    "id.1": "My name is Li Wei.",
    "id.2": "I come from Wuhan, China.",
    "p1.1.1": "I come from, er, Wuhan. It is big city. Very big.",
    "p1.1.2": "Wuhan is, er, famous for the, the noodle. And the river. The noodle is very good, very delicious.",
    "p1.1.3": "I like, um, the river. Because it is nice. I go to there with my friend.",
    "p1.1.3.why": "Because, er, is very nice and, and people is friendly.",
    "p1.1.4": "It change very much. Before there is not many building. Now there have many building and, er, many car.",
    "p1.1.5": "Yes, it is good. There is many job and many shop.",
    "p1.2.1": "I look my phone, er, every day. Maybe, maybe ten hour. Too much.",
    "p1.2.2": "I use for, um, for game and video. And I talk with my mother.",
    "p1.2.3": "I like write message. Because, er, call is, call is expensive.",
    "p1.2.3.why": "Because I am shy and, er, my English is not good.",
    "p1.2.4": "Yes. My first phone is, er, black. My father give me this phone. I was very happy.",
    "p1.2.5": "I do not know. Maybe, um, I will be sad.",
    "p1.3.1": "Yes, I have a dog. He is small and, er, he like eat very much.",
    "p1.3.5": "I like dog. Dog is good, good friend for people.",
    "p1.3.2": "In my city people has many cat. And many dog too.",
    "p1.3.3": "I see, um, elephant in the zoo. It is very big.",
    "p1.3.4": "No, I do not. It is, er, dangerous.",
    "p2.talk": (
        "I want to talk about, er, a park in my city. The name is, um, East Lake park. It is near, near the river. "
        "There is many tree and, and flower. And there is a big lake. I go to there with my, my mother and my friend. "
        "People walk and, er, people run. Some people is, er, play music. Old people they dance every day. I, I like "
        "this park very much because it is, um, quiet and beautiful. When I was child I go to there every week. "
        "Now I am, er, I am busy so I go one time in one month. I feel happy and, er, very relax in there. That is all."
    ),
    "p2.more": "Er, the air is good. And the, the people is nice. I like it.",
    "p2.round.1": "Yes, sometime. In winter it is, er, very cold. So I stay in home.",
    "p2.round.2": "Yes, I think. My friend like it too.",
    "p3.1": "Because, er, city have many car. The air is, is bad. So we need tree. Tree is good for people.",
    "p3.2": "I think, um, park is better. People need, er, place for relax. But house is very expensive too.",
    "p3.3": "Old people like, er, walk in the park. Young people like phone. They do not, er, do not like nature.",
    "p3.4": "No, I think no. Children is always play computer. They does not know the, the name of tree.",
    "p3.5": "We can, er, we can take bus. And we should not, not throw rubbish. It is very important.",
    "p3.6": "I do not know. It is, um, difficult question.",
    "p3.1.follow": "Er, I think yes. Because, er, many people is like that.",
    "p3.2.follow": "Yes. In future, um, price will be more high.",
    "p3.3.follow": "My grandfather go to the, the park every morning. I do not go.",
    "p3.4.follow": "Er, in village children know more. In city they do not know.",
    "p3.5.follow": "Some people say it is, it is the job of government.",
    "p3.6.follow": "Yes, maybe.",
}

MIDDLING = {
    "id.1": "You can call me Mei, that's what my friends call me.",
    "id.2": "I'm from Wuhan, which is in the middle of China.",
    "p1.1.1": "I come from Wuhan, which is a big city in the centre of China. I have lived there for my whole life.",
    "p1.1.2": (
        "Well, it's known for the hot dry noodles, which people eat for breakfast, and also for the, um, the cherry "
        "blossoms in spring. A lot of tourists come to see it."
    ),
    "p1.1.3": (
        "I like the area near the East Lake because it's quite quiet and you can ride a bicycle there. "
        "When I feel stressed I usually go there with my friends."
    ),
    "p1.1.3.why": "Because the air is fresh, and I can relax after my work.",
    "p1.1.4": (
        "It has changed a lot. When I was a child there was only one bridge, but now there are many bridges and also "
        "the metro, so it's more easy to travel. On the other hand, it has become more crowded."
    ),
    "p1.1.5": "Yes, I think so, because there are many universities and, um, many chances to find a job.",
    "p1.2.1": (
        "Um, I think I look at it maybe a hundred times in a day. It's a bad habit, but I need it for my job, "
        "so I can't really stop."
    ),
    "p1.2.2": (
        "Mostly for messages and for paying, because in China we pay everything with the phone. And in the evening I "
        "watch some short videos."
    ),
    "p1.2.3": (
        "I prefer to write messages, because then people can answer when they have time. But if it's, if it's "
        "something important, I call."
    ),
    "p1.2.3.why": "Because it is more convenient, and I have time for think about my answer.",
    "p1.2.4": (
        "Yes, I remember it very well. My father bought me a small blue phone when I went to the high school. It could "
        "only make calls and it had a game with a snake, but I was so proud of it."
    ),
    "p1.2.5": "I would feel nervous at first, but after that I think I would enjoy the quiet.",
    "p1.3.1": (
        "Yes, we had a cat when I was about eight years old. She was quite lazy and she slept all day on my bed, "
        "but I loved her very much."
    ),
    "p1.3.5": "I like dogs the most because they are loyal and they always make people happy.",
    "p1.3.2": "Cats are very popular now, because people live in small flats and, um, they are easy to keep.",
    "p1.3.3": "I would like to see pandas in the mountains, although I know it is difficult to find them.",
    "p1.3.4": "I think zoos can be useful for education, but some animals don't have enough space.",
    "p2.talk": (
        "I'd like to talk about a park which is near my home. It's called the East Lake Park, and it's one of the "
        "biggest parks in Wuhan. There is a large lake in the middle, and around the lake there are many, um, many "
        "trees and a long path for bicycles. In spring you can see the cherry blossoms, so a lot of tourists come to "
        "take photos, and it becomes very crowded. Normally people do many different things there. For example, old "
        "people dance or play chess in the morning, families have a picnic at the weekend, and young people like me "
        "ride a bicycle or just, er, just sit by the water. I usually go there after work, when I feel tired. "
        "I remember one time last year, I had a big problem in my job and I didn't know what should I do. I walked "
        "around the lake for two hours, and after that I felt much better. I think this place is important for me "
        "because it's the only place in the city where I can hear the birds and forget about my phone. If I moved to "
        "another city, I would really miss it."
    ),
    "p2.more": "Maybe I can add that it is free, so everyone can go there, and it's open all day.",
    "p2.round.1": (
        "Yes, sometimes, but not so often, because the wind from the lake is very cold. In winter I prefer to go to a "
        "café near there."
    ),
    "p2.round.2": "I would recommend it to visitors, especially in spring.",
    "p3.1": (
        "I think cities need green places because the life in the city is stressful. People work long hours, and if "
        "they don't have any place to relax, they can get ill. And also the trees make the air more clean, which is a "
        "big problem in my country."
    ),
    "p3.2": (
        "It's a difficult question. Um, houses are very expensive now, so young people need more flats. But if the "
        "government builds only homes, the city will be a place where nobody wants to live. So I think we should "
        "keep the parks and build the homes outside the centre."
    ),
    "p3.3": (
        "Older people usually like nature more, because they grew up in villages. Young people, they spend more time "
        "on the internet, although nowadays some of them start to go camping at the weekend. It depends on the family."
    ),
    "p3.4": (
        "I don't think so. When my mother was a child, she knew all the names of the plants, but children today only "
        "see it in the books. Maybe schools should bring them to the countryside more often."
    ),
    "p3.5": (
        "Well, we can do small things, such as using less plastic or taking the bus instead of the car. One person "
        "can't change everything, but if everyone does a little, it will make a difference."
    ),
    "p3.6": "I think it will become worse in the next years, unless governments do something serious.",
    "p3.1.follow": (
        "Um, I think it was different in the past, because people didn't have so much technology, so they were "
        "more close to the nature."
    ),
    "p3.2.follow": "Yes, maybe, because more and more companies let their workers stay at home, so the centre will be empty.",
    "p3.3.follow": "For example, my father grows vegetables on the balcony, and I only buy it in the supermarket.",
    "p3.4.follow": "Not for everybody. My cousin lives in the countryside, and her children play outside every day.",
    "p3.5.follow": "Some people say that it is useless, because the factories pollute much more than us.",
    "p3.6.follow": "It has been like this since I was young, I guess.",
}

STRONG = {
    "id.1": "Please call me Jun, everybody does.",
    "id.2": "I'm originally from Wuhan, although I've been living in Shanghai for the past three years.",
    "p1.1.1": (
        "I grew up in Wuhan, which is this enormous, rather chaotic city sitting right where two rivers meet. "
        "My parents still live there, so I go back whenever I can."
    ),
    "p1.1.2": (
        "Food, first and foremost! There's a breakfast dish of noodles in sesame paste that people queue for at the "
        "crack of dawn. Apart from that, the university campus is famous for its cherry blossom, which draws huge "
        "crowds every March."
    ),
    "p1.1.3": (
        "I'm particularly fond of the old quarter by the river, where the former trading houses are. It's a bit run "
        "down, but that's precisely what gives it its character, and you can wander around for hours without "
        "bumping into a single tour group."
    ),
    "p1.1.3.why": "I suppose it reminds me of my grandfather, who used to take me there on his bicycle.",
    "p1.1.4": (
        "Beyond recognition, honestly. When I was little, our block overlooked vegetable plots; now it's surrounded by "
        "towers, and there's a metro line running underneath. It's far more convenient, but I can't help feeling that "
        "something's been lost along the way."
    ),
    "p1.1.5": "On balance, yes. Rents are still reasonable, and there's no shortage of work for graduates.",
    "p1.2.1": (
        "Far more often than I'd care to admit. I once installed an app that keeps track of it, and the figure was so "
        "embarrassing that I deleted the thing within a week."
    ),
    "p1.2.2": (
        "It's mainly for work, to be honest, since our whole team coordinates through group chats. Other than that, I "
        "listen to podcasts on my commute, which makes the hour on the underground almost bearable."
    ),
    "p1.2.3": (
        "It depends on who it is. With colleagues I'd rather write, because it leaves a record of what we've agreed. "
        "With my family, though, nothing beats hearing a voice; a message can't tell you whether your mother is "
        "really all right."
    ),
    "p1.2.3.why": "Mostly because tone gets lost in writing, and that's how misunderstandings begin.",
    "p1.2.4": (
        "Vividly! It was a hand-me-down from my cousin, with a cracked screen and a battery that barely lasted until "
        "lunchtime. I was thrilled all the same, as it meant I could finally call my friends without my parents "
        "listening in."
    ),
    "p1.2.5": "Relieved, I imagine, at least for the first few hours, and then increasingly anxious.",
    "p1.3.1": (
        "We weren't allowed any furry animals, because my sister is allergic, so I had to make do with a tortoise. "
        "He wasn't terribly affectionate, but he had a knack for escaping, which kept us all entertained."
    ),
    "p1.3.5": "I've always admired crows, as it happens, because they're so remarkably intelligent.",
    "p1.3.2": "Cats, without a doubt, seeing that most people are out all day and live in tiny flats.",
    "p1.3.3": "If I had the opportunity, I'd love to watch whales migrating off the coast of New Zealand.",
    "p1.3.4": "I have mixed feelings: they raise awareness, but no enclosure can match the wild.",
    "p2.talk": (
        "The place I'd like to describe is a botanical garden on the outskirts of Wuhan, which I stumbled across "
        "purely by accident when I was about sixteen. I'd got on the wrong bus, and rather than admit it to my "
        "friends, I stayed on until the terminus, where there was this slightly shabby gate with a hand-painted sign. "
        "Once you're inside, it's a completely different world. There's a valley planted with bamboo that's so dense "
        "the light turns green, and beyond it a glasshouse, built back in the fifties, where they keep tropical "
        "plants that shouldn't really survive our winters. What strikes most visitors, I think, is the silence. "
        "Although the motorway is barely two kilometres away, all you can hear is water trickling and the occasional "
        "woodpecker. As for what people do there, retired couples come to sketch or practise calligraphy with water "
        "on the paving stones, and students revise on the lawns before their exams. I used to go there whenever I had "
        "an argument at home, because nobody would ever have thought of looking for me in a greenhouse. How does it "
        "make me feel? Not so much relaxed as restored. It's as though somebody had turned down the volume of "
        "everything else, and I come away able to tell which of my worries are worth having."
    ),
    "p2.more": "I might add that the gardeners will happily give you cuttings, provided that you ask politely.",
    "p2.round.1": (
        "I do, actually, and I'd argue that it's at its best in January. With the leaves gone you notice the shapes of "
        "the trees, and you've usually got the whole place to yourself."
    ),
    "p2.round.2": "They would, on the whole, though my brother claims that it gives him hay fever.",
    "p3.1": (
        "Well, there's the obvious argument about air quality and temperature: a row of mature trees can cool a street "
        "by several degrees. But what I find more persuasive is the social side. Parks are among the few places left "
        "where you can spend an afternoon without being expected to buy anything, so people of every background end "
        "up sharing the same bench."
    ),
    "p3.2": (
        "I'm tempted to say parks, but it would be hypocritical, given how hard it's been for my own generation to "
        "find anywhere affordable. Perhaps the choice itself is misleading. If planners were willing to build "
        "upwards, and to convert the offices that have been standing empty, they could accommodate far more residents "
        "without giving up a single flower bed."
    ),
    "p3.3": (
        "There's a noticeable divide, I'd say. My grandparents lived off the land, so for them nature was something to "
        "be tamed rather than admired, and they find it baffling that anyone would pay to go camping. People of my age, "
        "on the other hand, tend to romanticise it, precisely because we've never had to depend on it."
    ),
    "p3.4": (
        "They probably know more facts than we did, thanks to documentaries, and less from experience. My nephew can "
        "tell you everything about polar bears, yet he was frightened of a beetle that landed on his sleeve. "
        "Unless schools take them outdoors on a regular basis, I suspect the gap will only widen."
    ),
    "p3.5": (
        "In isolation, not an awful lot, and I'm wary of campaigns which shift the whole burden onto consumers. That "
        "said, what one person does rarely stays with one person. Had my neighbour not started composting, for "
        "instance, half our building would never have considered it."
    ),
    "p3.6": "Whether governments act or not, I'm convinced that local groups will keep the pressure up.",
    "p3.1.follow": (
        "Not entirely, no. I'd say it varies a great deal from place to place, and in smaller towns, where everyone "
        "knows each other, the picture would look considerably less bleak than what I've just described."
    ),
    "p3.2.follow": (
        "I'd be surprised if it didn't. With so many people working remotely, the very notion of a business district "
        "may turn out to be a passing phase."
    ),
    "p3.3.follow": (
        "You notice it in how people spend their holidays. My grandmother wouldn't dream of sleeping in a tent, whereas "
        "my flatmates talk of little else."
    ),
    "p3.4.follow": (
        "It's a generalisation, admittedly. Children who are raised on farms are a different matter altogether, and "
        "there are city schools that keep bees on the roof."
    ),
    "p3.5.follow": (
        "A sceptic would point out that a handful of corporations are responsible for most emissions, which is hard "
        "to dispute."
    ),
    "p3.6.follow": "By and large, yes, though progress has been painfully uneven.",
}
