"""Word lists: small closed classes of English, and the phrases that cohesion and memorised openings are made of."""

from __future__ import annotations

ARTICLES = frozenset("a an the".split())
PRONOUNS = frozenset(
    "i me my mine you your yours he him his she her hers it its we us our ours they them their theirs myself yourself"
    " himself herself itself ourselves themselves one oneself".split()
)
DEMONSTRATIVES = frozenset("this that these those such".split())
RELATIVES = frozenset("who whom whose which where".split())
AUXILIARIES = frozenset(
    "am is are was were be been being have has had having do does did can could may might must shall should will would"
    " ought isn't aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't can't cannot couldn't won't wouldn't"
    " shouldn't it's that's there's i'm you're we're they're i've we've they've".split()
)
MODALS = frozenset("can could may might must shall should will would ought cannot can't couldn't won't".split())
PREPOSITIONS = frozenset(
    "about above across after against along among around as at before behind below beside besides between beyond by"
    " despite down during except for from in inside into like near of off on onto out outside over past per since"
    " through throughout to toward towards under until up upon via with within without than".split()
)
COORDINATORS = frozenset("and but or nor so yet".split())
SUBORDINATORS = frozenset(
    "although though because since unless until while whereas whilst if when whenever after before once wherever"
    " whether provided lest".split()
)
DETERMINERS = frozenset(
    "some any no every each either neither all both many much more most few fewer little less several another other"
    " enough".split()
)
ADVERBS = frozenset(
    "not also only just even still already always never often sometimes very too quite rather then there here now"
    " however therefore thus moreover furthermore hence again well how why what".split()
)
FUNCTION = (
    ARTICLES | PRONOUNS | DEMONSTRATIVES | RELATIVES | AUXILIARIES | PREPOSITIONS | COORDINATORS | SUBORDINATORS
    | DETERMINERS | ADVERBS
)  # fmt: skip
NEVER_NAMES = FUNCTION - {"i", "i'm", "i've", "us", "may", "will"}
"""Words of which a capital is only a sentence's."""

# Halliday and Hasan's (1976) four kinds of conjunction, as they are taught for this exam.
CONNECTIVES: dict[str, tuple[str, ...]] = {
    "additive": (
        "moreover", "furthermore", "in addition", "additionally", "besides", "also", "what is more", "as well as",
        "likewise", "similarly", "not only", "apart from that", "on top of that",
    ),
    "contrast": (
        "however", "on the other hand", "in contrast", "by contrast", "although", "though", "even though", "whereas",
        "while", "nevertheless", "nonetheless", "despite", "in spite of", "on the contrary", "conversely", "instead",
        "yet", "still",
    ),
    "cause": (
        "because", "therefore", "thus", "hence", "as a result", "consequently", "due to", "owing to", "since",
        "as a consequence", "so that", "for this reason", "thereby", "accordingly", "in order to",
    ),
    "sequence": (
        "firstly", "secondly", "thirdly", "first of all", "to begin with", "first", "second", "third", "next", "then",
        "finally", "lastly", "last but not least", "afterwards", "subsequently", "meanwhile", "eventually",
    ),
    "example": (
        "for example", "for instance", "such as", "to illustrate", "in particular", "namely", "specifically",
    ),
    "summary": (
        "in conclusion", "to conclude", "to sum up", "in summary", "overall", "all in all", "in short", "in general",
        "on the whole", "in a nutshell",
    ),
}  # fmt: skip

# Openings and phrases learnt by heart for any topic. Using one costs little; building an essay of them shows.
STOCK = (
    "in this day and age", "in today's modern world", "in this modern era", "nowadays", "it is a well known fact",
    "it is an undeniable fact", "it is undeniable that", "it is often argued that", "it is widely believed that",
    "there is no denying that", "it goes without saying", "needless to say", "a double-edged sword",
    "every coin has two sides", "two sides of the same coin", "a hotly debated topic", "a highly debated topic",
    "a controversial issue", "sparked a heated debate", "heated debate", "has both advantages and disadvantages",
    "pros and cons", "the advantages outweigh the disadvantages", "i am going to discuss", "this essay will discuss",
    "this essay will examine", "this essay will elaborate", "in this essay i will", "i will discuss both",
    "before giving my opinion", "before reaching a conclusion", "before presenting my own", "let us discuss",
    "let us look at", "with the advent of", "with the development of", "plays a vital role", "plays an important role",
    "play a pivotal role", "play a crucial role", "last but not least", "at the end of the day", "in a nutshell",
    "to cut a long story short", "taking everything into consideration", "taking everything into account",
    "weighing both sides", "having considered both", "having discussed both", "from my point of view",
    "as far as i am concerned", "in my humble opinion", "i strongly believe that", "i firmly believe that",
    "i totally agree", "i completely agree", "i strongly agree", "i partially agree", "to some extent",
    "is a matter of debate", "has become a topic of", "one of the most important", "since time immemorial",
    "there are many reasons", "there are several reasons", "to begin with", "on the flip side", "first and foremost",
)  # fmt: skip

# A proverb is quotation, not the learner's own language.
IDIOMS = (
    "a blessing in disguise", "once in a blue moon", "a piece of cake", "the tip of the iceberg", "raining cats and dogs",
    "every cloud has a silver lining", "actions speak louder than words", "the best of both worlds", "hit the books",
    "a dime a dozen", "beat around the bush", "bite the bullet", "break the ice", "call it a day", "cut corners",
    "break a leg", "barking up the wrong tree", "burn the midnight oil", "cost an arm and a leg", "let the cat out of",
    "kill two birds with one stone", "the ball is in your court", "hit the nail on the head", "under the weather",
    "when pigs fly", "spill the beans", "a penny for your thoughts", "better late than never", "speak of the devil",
    "rome was not built in a day", "rome wasn't built in a day", "practice makes perfect", "time flies", "time is money",
    "no pain no gain", "the early bird catches the worm", "don't judge a book by its cover", "look before you leap",
    "money does not grow on trees", "out of the blue", "over the moon", "see eye to eye", "sit on the fence",
    "the last straw", "through thick and thin", "turn a blind eye", "up in the air", "bite off more than",
    "add fuel to the fire", "at the drop of a hat", "back to the drawing board", "in the same boat", "jump on the bandwagon",
    "miss the boat", "on cloud nine", "pull someone's leg", "the elephant in the room", "the whole nine yards",
    "a stitch in time saves nine", "where there is a will there is a way", "health is wealth", "knowledge is power",
    "an apple a day", "the grass is always greener", "two heads are better than one", "easier said than done",
    "curiosity killed the cat", "a picture is worth a thousand words", "all that glitters is not gold", "necessity is the mother of invention",
    "prevention is better than cure", "honesty is the best policy", "birds of a feather", "by the skin of", "crystal clear",
    "food for thought", "from scratch", "go the extra mile", "in hot water", "it takes two to tango", "keep your chin up",
    "leave no stone unturned", "make ends meet", "once bitten twice shy", "play it by ear", "skating on thin ice",
    "steal someone's thunder", "take it with a grain of salt", "the devil is in the details", "wrap your head around",
)  # fmt: skip
