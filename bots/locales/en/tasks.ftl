# Tasks to write.
task-which = Which task would you like to write? 🎯 chooses one that exercises what your reports say is weakest.
task-title = 📝 <b>{ $task }</b> · { $minutes } minutes · at least { $words } words
task-topic = About: { $topic }
task-because-kind = Chosen for your commonest kind of error: { $kind }. Writing on this tends to bring it out.
task-because-TR = Chosen for Task Response: it asks for more than one thing, and every part needs an answer.
task-because-TA = Chosen for Task Achievement: here purpose, tone and choosing what matters count most.
task-because-CC = Chosen for Coherence: several points have to be put in an order and joined.
task-because-LR = Chosen for your vocabulary: general words will not do here.
task-because-GRA = Chosen for your grammar: it calls for conditions, comparisons and longer sentences.
task-because-unknown = I have no report of yours yet, so I chose freely. After the first one I can choose for you.
task-in-words = 👁 <b>The picture in words</b>
    { $alt }
task-how = Send your answer here when it is ready; you need not repeat the question.
task-no-subject = I have nothing about that. There are tasks about: { $subjects }.
task-answered = I take this as your answer to “{ $prompt }” If it is not, send /cancel, and then your text with its question above it.
button-task-words = 👁 The picture in words
button-task-another = 🎲 Another one
button-task-weak = 🎯 For my weak points
refused-no-such-task = I have no tasks of that kind yet. /task 2 gives an essay question, /task gt a letter.
command-task = a task to write
option-which = which task
option-task-topic = subject, such as “environment”, or “weak” for your weak points
