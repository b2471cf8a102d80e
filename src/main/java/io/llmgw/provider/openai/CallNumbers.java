package io.llmgw.provider.openai;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tells the tool calls of one answer apart. They should come with an index of their own each, but
 * some upstreams send none, or 0 for all, or repeat the id with every piece, or send no id at all.
 * Calls of a choice are numbered from 0 without gaps. Not thread-safe.
 */
final class CallNumbers {
  private final Map<Integer, Calls> choices = new HashMap<>();

  private static final class Calls {
    private final List<String> ids = new ArrayList<>();
    private final List<Boolean> argued = new ArrayList<>();
    private final Map<Integer, Integer> byIndex = new HashMap<>();

    private int open(String id) {
      ids.add(id);
      argued.add(false);
      return ids.size() - 1;
    }
  }

  /**
   * The number of the call that a piece belongs to; numbers are given in the order calls open. Safe
   * to be asked again about a piece that has an index.
   *
   * @param index the upstream's, -1 when it sent none
   * @param id the upstream's, empty when it sent none
   * @param named whether the piece carries the function's name
   */
  int number(int choice, int index, String id, boolean named) {
    Calls calls = choices.computeIfAbsent(choice, _ -> new Calls());
    int last = calls.ids.size() - 1;
    if (index < 0) {
      int known = id.isEmpty() ? -1 : calls.ids.indexOf(id);
      boolean goesOn = id.isEmpty() && !named && last >= 0;
      return known >= 0 ? known : goesOn ? last : calls.open(id);
    }
    Integer known = calls.byIndex.get(index);
    if (known == null || (named && isAnother(id, calls.ids.get(known)))) {
      int again = id.isEmpty() ? -1 : calls.ids.indexOf(id);
      known = again >= 0 ? again : calls.open(id);
      calls.byIndex.put(index, known);
    } else if (!id.isEmpty() && calls.ids.get(known).isEmpty()) {
      calls.ids.set(known, id);
    }
    return known;
  }

  private static boolean isAnother(String id, String known) {
    return !id.isEmpty() && !known.isEmpty() && !id.equals(known);
  }

  /** The id of a call, empty while it has none. */
  String id(int choice, int number) {
    Calls calls = choices.get(choice);
    return calls == null ? "" : calls.ids.get(number);
  }

  /**
   * Gives a call that came without an id one of its own.
   *
   * @param answer the id of the answer, which keeps the calls of several answers apart
   */
  String makeUpId(int choice, int number, String answer) {
    String seed = answer.isEmpty() ? UUID.randomUUID().toString() : answer;
    byte[] name = (seed + "/" + choice + "/" + number).getBytes(StandardCharsets.UTF_8);
    String id = "call_" + UUID.nameUUIDFromBytes(name).toString().replace("-", "").substring(0, 24);
    choices.computeIfAbsent(choice, _ -> new Calls()).ids.set(number, id);
    return id;
  }

  /** How many calls the choice has opened. */
  int count(int choice) {
    Calls calls = choices.get(choice);
    return calls == null ? 0 : calls.ids.size();
  }

  /** Notes that a call has got some of its arguments. */
  void argued(int choice, int number) {
    Calls calls = choices.get(choice);
    if (calls != null) {
      calls.argued.set(number, true);
    }
  }

  boolean hasArguments(int choice, int number) {
    Calls calls = choices.get(choice);
    return calls != null && calls.argued.get(number);
  }

  /** Whether a call of that choice has no arguments so far. */
  boolean anyWithoutArguments(int choice) {
    Calls calls = choices.get(choice);
    return calls != null && calls.argued.contains(false);
  }
}
