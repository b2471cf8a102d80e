package io.llmgw.bench;

/**
 * What the scripted upstream is to answer. It travels in the text of the first message, the one
 * place every gateway hands on unchanged, as {@code [[bench json 12345678]]}; the number comes back
 * in the answer.
 */
sealed interface Script {
  String START = "[[bench ";

  /** The words between the start mark and the number. */
  String words();

  /** How many content events the answer has. */
  int events();

  /** One JSON answer, at once. */
  record Json() implements Script {
    @Override
    public String words() {
      return "json";
    }

    @Override
    public int events() {
      return 0;
    }
  }

  /**
   * A stream of {@code events} content events with {@code delayMillis} before each but the first.
   */
  record Stream(int events, int delayMillis) implements Script {
    @Override
    public String words() {
      return "stream " + events + "x" + delayMillis;
    }
  }

  /** A stream that says one event and stays open until the upstream is told to release it. */
  record Hold() implements Script {
    @Override
    public String words() {
      return "hold";
    }

    @Override
    public int events() {
      return 1;
    }
  }

  /** The mark as it stands in a message, with a place for the number. */
  default String mark() {
    return START + words() + " " + NonceTemplate.PLACE + "]]";
  }

  /**
   * Reads the words of a mark.
   *
   * @throws IllegalArgumentException when they are no script
   */
  static Script parse(String words) {
    if (words.equals("json")) {
      return new Json();
    }
    if (words.equals("hold")) {
      return new Hold();
    }
    int times = words.indexOf('x');
    if (!words.startsWith("stream ") || times < 0) {
      throw new IllegalArgumentException("not a script: " + words);
    }
    return new Stream(
        Integer.parseInt(words, "stream ".length(), times, 10),
        Integer.parseInt(words, times + 1, words.length(), 10));
  }
}
