# A learner's own visual of a Task 1: its picture, and its figures as they are typed.
picture-waits = 🖼 Kept for your next Task 1 Academic answer here.
picture-with-essay = 🖼 Kept with your essay.
picture-unread = I never look into pictures: nothing in it is read or obeyed, and your figures cannot be checked against it. Type its figures with /data, and I check your claims.
data-how =
    <b>Type the figures of your visual</b>, and I hold your answer against them. The first line names the columns:
    <code>/data Year, Coal (%), Gas (%)
    1990, 45, 20
    2000, 40, 30
    2010, 35, 40</code>
    Commas, tabs, spaces or a Markdown table will do.
data-read = <b>This is what I read:</b>
data-look = If a figure is not as in your visual, send /data again: I know no others.
data-with-essay = Your essay will be checked against it.
data-waits = Your next Task 1 Academic answer here will be checked against it, if it comes within a day.
data-marked = Your next Task 1 Academic answer here will be checked against it. Or shall I mark your last one again with it?
button-data-again = 📊 Mark my last one again
command-data = type the figures of your own chart
form-data-title = The figures of your visual
form-data = A small table
form-data-hint = First line: names of the columns, with units. Then one line each: 1990, 45, 20
figures-title-typed = <b>Your figures and the data that you typed</b>
figures-unknown = 📊 The figures were not checked: I do not know the data of this visual. /data lets you type them.
refused-data-none = I see no table in that. /data alone shows how to type one.
refused-data-no-header = There are { $columns } columns of figures, and nothing says what they are. Put a line above them that names the columns, such as: Year, Coal, Gas
refused-data-uneven = { $line ->
    [1] Line 1 names { $found } columns of figures, but the lines below it have { $wanted }. Commas between the cells help: Year, Coal, Natural gas
   *[other] Line { $line } has { $found } figures where there should be { $wanted }.
}
refused-data-not-a-number = In line { $line }, cell { $column } is not a figure. Write figures like 35, 35%, $1,200 or 3.5; every cell needs one.
refused-data-twice = Line { $line } has a name that is there already. Every line and every column needs a name of its own.
refused-data-too-large = That table is too large: { $rows } lines and { $columns } columns of figures are the most, and a name has 60 characters at most.
refused-too-many-pictures = You have sent { $limit } pictures or tables in 24 hours, which is all I can keep. Please come back tomorrow.
refused-no-figures = There are no figures left to mark it again with. Type them with /data first.
