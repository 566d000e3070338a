# What learners think of what they were told: thumbs, and better comments.
button-better-comment = ✍️ Better comment
button-no-suggestion = No, leave it
not-taught = Thank you, noted. It only counts how useful I am: a model may learn from it once you allow “Training” in /privacy.
which-comment = Which comment could be better?
ask-suggestion = <b>{ $criterion }.</b> The comment was:
ask-suggestion-how = How would a good teacher say it? Send it as your next message, { $limit } characters at most. Your name is not kept with it.
suggestion-taken = 🙏 Thank you. A model may learn from your comment. /privacy takes that back at any time.
suggestion-off = Good, I leave the comment as it is. Your next message is an ordinary message again.
suggestion-none = I am not waiting for a comment.
refused-suggestion-needs-training = A better comment is kept to teach a model, and you have not allowed that. If you like: /privacy, “Allow training”, and then press ✍️ again.
refused-suggestion-too-late = That answer was given before you allowed training, so I have not kept how it was asked for. Ask again with /why, and press ✍️ below the new answer.
refused-suggestion-too-long = That has { $characters } characters; a comment has { $limit } at most. Send a shorter one. If it is something else, /cancel first and send it again.
refused-suggestion-unfit = A comment is plain text in English or Chinese, without emoji and links. Send it once more, or /cancel.
