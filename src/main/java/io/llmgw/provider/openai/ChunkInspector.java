package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import org.jspecify.annotations.Nullable;

/**
 * Looks a chunk, or a whole answer, over without decoding it, and tells whether it can go to the
 * client as it is. Almost everything can; the rest goes through {@link ChunkMending}. Remembers
 * what a stream has shown so far. Not thread-safe.
 */
final class ChunkInspector {
  /** Longer events are split: some clients drop the whole answer at 128 KiB a line. */
  static final int LONGEST_EVENT = 120_000;

  /** What is looked at. */
  enum Kind {
    /** A chunk of a chat. */
    CHUNK("delta"),
    /** A whole answer of a chat. */
    WHOLE("message"),
    /**
     * Either from the legacy endpoint, which has nothing that clients are known to stumble over.
     */
    COMPLETION("text");

    private final String content;

    Kind(String content) {
      this.content = content;
    }
  }

  /** What to do with it. */
  enum Verdict {
    /** It is as it should be. */
    FORWARD,
    /** It needs mending. */
    MEND,
    /** It has nothing a client could use, such as Azure's filter annotations. */
    DROP,
    /** It says that the answer failed. */
    FAIL
  }

  private final Kind kind;
  private final CallNumbers calls = new CallNumbers();
  private final JsonObjectIndex choice = new JsonObjectIndex();
  private final JsonObjectIndex content = new JsonObjectIndex();
  private final JsonObjectIndex call = new JsonObjectIndex();
  private final JsonObjectIndex function = new JsonObjectIndex();
  // one bit for each choice; those from the 63rd on share the last
  private long startedChoices;
  private long finishedChoices;
  private @Nullable String answerId;
  private int choiceIndex;
  private boolean firstHere;
  private boolean failed;

  ChunkInspector(Kind kind) {
    this.kind = kind;
  }

  /** Judges what is no error. */
  Verdict inspect(JsonObjectIndex chunk) {
    int choices = chunk.find("choices");
    if (chunk.type(choices) != '[' || chunk.isEmpty(choices)) {
      return Verdict.DROP;
    }
    boolean first = !started();
    boolean good = isSaid(chunk, "object") && (kind == Kind.WHOLE || isShort(chunk));
    boolean useful = false;
    int element = chunk.nextElement(chunk.valueStart(choices) + 1);
    while (element >= 0) {
      int end = chunk.elementEnd(element);
      if (chunk.bytes()[element] == '{') {
        choice.read(chunk.bytes(), element, end - element);
        useful |= usefulChoice();
        good &= goodChoice();
      } else {
        good = false;
      }
      element = chunk.nextElement(end);
    }
    firstHere = first && useful;
    if (firstHere) {
      answerId = chunk.text("id");
    }
    return verdict(good, useful);
  }

  /** Azure's filter leaves text empty in the chunks it adds. */
  private static boolean isSaid(JsonObjectIndex chunk, String name) {
    int member = chunk.find(name);
    return chunk.isSet(member) && !chunk.textEquals(member, "");
  }

  private static boolean isShort(JsonObjectIndex chunk) {
    return chunk.end() - chunk.start() < LONGEST_EVENT;
  }

  private Verdict verdict(boolean good, boolean useful) {
    if (failed) {
      return Verdict.FAIL;
    }
    if (!useful) {
      return Verdict.DROP;
    }
    boolean complete = good && (!firstHere || content.isSet(content.find("role")));
    return complete || kind == Kind.COMPLETION ? Verdict.FORWARD : Verdict.MEND;
  }

  /** Whether any chunk had something for the client. */
  boolean started() {
    return startedChoices != 0;
  }

  /** Whether what was looked at last was the first such chunk. */
  boolean firstHere() {
    return firstHere;
  }

  /** Whether every choice that began has said why it ended. */
  boolean finished() {
    return startedChoices != 0 && startedChoices == finishedChoices;
  }

  /** The id the answer began with, null when there was none. */
  @Nullable String answerId() {
    return answerId;
  }

  /** The tool calls seen so far. */
  CallNumbers calls() {
    return calls;
  }

  private boolean usefulChoice() {
    int finish = choice.find("finish_reason");
    boolean ends = choice.isSet(finish);
    boolean useful = ends || choice.isSet(choice.find(kind.content));
    choiceIndex = (int) Math.min(Integer.MAX_VALUE, choice.number(choice.find("index"), 0));
    long bit = 1L << Math.min(63, choiceIndex);
    if (useful) {
      startedChoices |= bit;
    }
    if (ends) {
      finishedChoices |= bit;
      failed |= Finish.failed(String.valueOf(choice.text(finish)));
    }
    return useful;
  }

  private boolean goodChoice() {
    boolean good = goodContent(choice.find(kind.content));
    int finish = choice.find("finish_reason");
    return good
        && (!choice.isSet(finish) || goodFinish(finish))
        && choice.number(choice.find("index"), -1) >= 0;
  }

  private boolean goodFinish(int finish) {
    boolean called = calls.count(choiceIndex) > 0;
    return choice.textEquals(finish, "stop")
        ? !called
        : choice.textEquals(finish, "length")
            || choice.textEquals(finish, "content_filter")
            || choice.textEquals(finish, "function_call")
            || (choice.textEquals(finish, "tool_calls") && !calls.anyWithoutArguments(choiceIndex));
  }

  private boolean goodContent(int member) {
    if (choice.type(member) != '{') {
      return false;
    }
    content.read(choice.bytes(), choice.valueStart(member), length(choice, member));
    byte type = content.type(content.find("content"));
    return (type == 0 || type == '"' || type == 'n') && goodCalls(content.find("tool_calls"));
  }

  private boolean goodCalls(int list) {
    if (content.type(list) != '[') {
      return list < 0 || (kind == Kind.WHOLE && content.isNull(list));
    }
    boolean good = true;
    int position = 0;
    int element = content.nextElement(content.valueStart(list) + 1);
    while (element >= 0) {
      int end = content.elementEnd(element);
      good &= content.bytes()[element] == '{' && goodCall(element, end, position++);
      element = content.nextElement(end);
    }
    return good;
  }

  private boolean goodCall(int from, int to, int position) {
    call.read(content.bytes(), from, to - from);
    // calls of a custom tool have text in place of arguments; no trouble is known with them
    boolean custom = call.has("custom");
    int member = call.find("function");
    int index = kind == Kind.WHOLE ? position : index();
    if (index < 0 || (!custom && call.type(member) != '{')) {
      return false;
    }
    if (!custom) {
      function.read(call.bytes(), call.valueStart(member), length(call, member));
    }
    boolean argued = custom || isText(function.find("arguments"));
    boolean numbered = isNumbered(index, argued, custom || isText(function.find("name")));
    boolean empty = kind == Kind.CHUNK && function.textEquals(function.find("arguments"), "");
    return numbered && (argued || empty);
  }

  /** Whether the call's index is the one it should have, and an id comes with its first piece. */
  private boolean isNumbered(int index, boolean argued, boolean named) {
    String id = call.text(call.find("id"));
    int before = calls.count(choiceIndex);
    int number = calls.number(choiceIndex, index, id == null ? "" : id, named);
    boolean opened = calls.count(choiceIndex) > before;
    if (argued) {
      calls.argued(choiceIndex, number);
    }
    return number == index && !(opened && (id == null || id.isEmpty()));
  }

  private int index() {
    return (int) Math.min(Integer.MAX_VALUE, call.number(call.find("index"), -1));
  }

  private boolean isText(int member) {
    return function.type(member) == '"' && length(function, member) > 2;
  }

  private static int length(JsonObjectIndex document, int member) {
    return document.valueEnd(member) - document.valueStart(member);
  }
}
