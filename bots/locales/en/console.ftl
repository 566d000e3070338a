# What only the terminal says.
console-hint =
    In this terminal
    • paste or type your answer, then a line with only a full stop; the table of /data ends so too
    • a number presses a button
    • /file PATH sends a file, /voice PATH a recording, /said TEXT the words of your last one
    • /reply TEXT answers what /daily asked
    • /help shows all commands, /quit ends
console-go-on = Go on; a line with only a full stop ends it.
console-no-file = There is no such file.
console-saved = Saved as { $name }
console-buttons = { $count ->
    [0] There is no button yet.
    [one] There is only button 1.
   *[other] There are buttons 1 to { $count }.
}
console-no-worker = No worker has marked it yet. It is safe: start one with  bandmate worker
console-you = you
