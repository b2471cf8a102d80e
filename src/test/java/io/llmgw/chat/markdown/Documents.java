package io.llmgw.chat.markdown;

import java.util.LinkedHashMap;
import java.util.Map;

/** Answers as models write them, and some that nobody would. */
final class Documents {
  static final Map<String, String> ALL = all();

  private Documents() {}

  private static Map<String, String> all() {
    var all = new LinkedHashMap<String, String>();
    all.put("empty", "");
    all.put("word", "word");
    all.put("blank lines", "\n\n  \n");
    all.put("paragraphs", "One line\nof two.\n\n\n\nAnother  \nbroken\\\ntwice.\n");
    all.put(
        "inlines",
        "Some **bold**, *italic*, ***both***, ~~gone~~, `code`, ``a ` b`` and ~5 to ~6.\n"
            + "A [link](https://example.org \"title\"), <https://a.org>, ![pic](a.png), <b>x</b>.");
    all.put("headings", "# One\ntext\n## Two ##\n\n### Three\n\nSetext\n===\nOther\n---\ntext");
    all.put(
        "lists",
        "Tea:\n- green\n- black\n  - dark\n    more\n\n    para\n- white\n\n\n- loose\n* other list\n"
            + "\n1. one\n1. two\n\n   para of two\n3) new\n4) list\n\nend");
    all.put("tasks", "- [ ] open\n- [x] done\n- [y] no\n1. [x] no\n");
    all.put("empty items", "-\n- a\n-\n\n- \n  b\n");
    all.put(
        "quotes",
        "> said\nlazily\n> again\n>\n> > deeper\n> - list\n>   more\n\n> other\n```\ncode\n```\n");
    all.put(
        "fences",
        "Code:\n```java\nint a; /* long\n\n# no heading */ int b;\n```\nafter\n"
            + "~~~~ sh -x\n```\n~~~\n\tx\n~~~~\n  ```\n   indented\n x\n  ```\n\n    plain\n\n\n    more\n\nend");
    all.put(
        "fence in list",
        "1. do\n   ```sh\n   ls -l\n\n   cd\n   ```\n2. - ```\n     x\n- ```\n  open\nout");
    all.put("unclosed fence", "text\n```python\ndef f():\n    '''doc\n    more\n\n");
    all.put("fence ended by the text", "```\ncode\n```");
    all.put("fence almost ended", "```\ncode\n``");
    all.put(
        "table",
        "| a | b |\n|:--|--:|\n| 1 | **2** |\n| long `x|y` | 漢字 |\n\nafter\n\nx | y\n--|--\n1 | 2\ntext\n\ntext\n      | h |\n|--|\n|x|\n---");
    all.put("rules", "a\n\n---\nb\n\n***\n- a\n- - -\n___");
    all.put(
        "html",
        "<div>\n<b>x</b>\n</div>\n\ntext <i>y</i>\n\n<!-- a\n\nb -->\ntext\n<pre>\n\nx\n</pre>\n\nend");
    all.put(
        "definitions",
        "[x][a] and [b] and [c]\n\n[a]: https://a.org\n\"title\"\n[b]: /b\ntext\n\n- [c]: /c\n  x\n\n[d]:\n/d\n\nend");
    all.put(
        "formulas",
        "So $\\alpha^2$ and \\(x_i\\) cost $5 or $6:\n\n$$\n\\frac{a}{b+c}\n$$\n\n\\[ \\foo \\]\n");
    all.put("entities", "&lt; &amp; &#27;[31m &#x202e; &copy;\n\n&#9731;");
    all.put("returns", "a\r\nb\r\n\r\n- c\r\n- d\r\r```\r\nx\r\n```\r\n");
    all.put(
        "sequences",
        "a\u001b[31mb\u001b]52;c;AAAA\u0007c\u001b]0;t\u001b\\d\u009b2Je\u001bcf\u001b(Bg\u202eh");
    all.put("emoji", "👩‍👩‍👧 e\u0301 🇩🇪 ❤️ **漢字**\n\n- 🎉\n");
    return all;
  }
}
