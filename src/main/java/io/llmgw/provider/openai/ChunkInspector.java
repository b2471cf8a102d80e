package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;

/**
 * Looks a chunk over without decoding it, and tells whether it can go to the client as it is. Almost every chunk can;
 * the others go through {@link ChunkMending}. Remembers what a stream has shown so far. Not thread-safe.
 */
final class ChunkInspector {
  /** Longer events are split: some clients drop the whole answer at 128 KiB a line. */
  static final int LONGEST_EVENT = 120_000;

  /** What to do with a chunk. */
  enum Verdict {
    /** It is as it should be. */
    FORWARD,
    /** It needs mending. */
    MEND,
    /** It has nothing a client could use, such as Azure's filter annotations. */
    DROP
  }

  private final JsonObjectIndex choice = new JsonObjectIndex();
  private final JsonObjectIndex delta = new JsonObjectIndex();
  private final JsonObjectIndex call = new JsonObjectIndex();
  private boolean started;
  private boolean firstHere;
  private boolean calledTools;
  private boolean finished;
  private boolean finishesHere;

  /** Judges a chunk that is no error. */
  Verdict inspect(JsonObjectIndex chunk) {
    finishesHere = false;
    int choices = chunk.find("choices");
    if (chunk.type(choices) != '[' || chunk.isEmpty(choices)) {
      return Verdict.DROP;
    }
    boolean good = chunk.end() - chunk.start() < LONGEST_EVENT && chunk.has("object");
    boolean useful = false;
    int element = chunk.nextElement(chunk.valueStart(choices) + 1);
    while (element >= 0) {
      int end = chunk.elementEnd(element);
      if (chunk.bytes()[element] != '{') {
        return Verdict.MEND;
      }
      choice.read(chunk.bytes(), element, end - element);
      useful |= choice.isSet(choice.find("delta")) || choice.isSet(choice.find("finish_reason"));
      good &= goodChoice();
      element = chunk.nextElement(end);
    }
    if (!useful) {
      return Verdict.DROP;
    }
    firstHere = !started;
    started = true;
    return good && (!firstHere || delta.has("role")) ? Verdict.FORWARD : Verdict.MEND;
  }

  /** Whether any chunk had something for the client. */
  boolean started() {
    return started;
  }

  /** Whether the chunk looked at last was the first such one. */
  boolean firstHere() {
    return firstHere;
  }

  /** Whether a choice has said why it ended. */
  boolean finished() {
    return finished;
  }

  /** Whether the chunk looked at last ends a choice. */
  boolean finishesHere() {
    return finishesHere;
  }

  boolean calledTools() {
    return calledTools;
  }

  private boolean goodChoice() {
    boolean good = goodDelta(choice.find("delta"));
    int finish = choice.find("finish_reason");
    if (choice.isSet(finish)) {
      finished = true;
      finishesHere = true;
      good &= goodFinish(finish);
    }
    return good && choice.has("index");
  }

  private boolean goodFinish(int finish) {
    return choice.textEquals(finish, "stop")
        ? !calledTools
        : choice.textEquals(finish, "length")
            || choice.textEquals(finish, "tool_calls")
            || choice.textEquals(finish, "content_filter")
            || choice.textEquals(finish, "function_call");
  }

  private boolean goodDelta(int member) {
    if (choice.type(member) != '{') {
      return false;
    }
    delta.read(choice.bytes(), choice.valueStart(member), length(choice, member));
    int content = delta.find("content");
    byte type = delta.type(content);
    return (type == 0 || type == '"' || type == 'n') && goodCalls(delta.find("tool_calls"));
  }

  private boolean goodCalls(int calls) {
    if (!delta.isSet(calls)) {
      return calls < 0;
    }
    if (delta.type(calls) != '[') {
      return false;
    }
    boolean good = true;
    int element = delta.nextElement(delta.valueStart(calls) + 1);
    while (element >= 0) {
      calledTools = true;
      int end = delta.elementEnd(element);
      good &= delta.bytes()[element] == '{' && goodCall(element, end);
      element = delta.nextElement(end);
    }
    return good;
  }

  private boolean goodCall(int from, int to) {
    call.read(delta.bytes(), from, to - from);
    int function = call.find("function");
    if (call.number(call.find("index"), -1) < 0 || call.type(function) != '{') {
      return false;
    }
    call.read(call.bytes(), call.valueStart(function), length(call, function));
    return call.type(call.find("arguments")) == '"';
  }

  private static int length(JsonObjectIndex document, int member) {
    return document.valueEnd(member) - document.valueStart(member);
  }
}
