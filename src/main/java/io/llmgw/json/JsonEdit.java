package io.llmgw.json;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Changes to the members of one object, applied by splicing: what is not named stays byte for byte
 * as it was. Values are JSON text, which is not checked. The index must not read another document
 * before the edit is applied. Not thread-safe.
 */
public final class JsonEdit {
  private static final byte[] COMMA = {','};

  private final JsonObjectIndex document;
  private final byte[] @Nullable [] values;
  private final @Nullable String[] names;
  private final boolean[] removed;
  private final Map<String, byte[]> added = new LinkedHashMap<>(4);
  private boolean changed;

  public JsonEdit(JsonObjectIndex document) {
    this.document = document;
    this.values = new byte[document.size()][];
    this.names = new String[document.size()];
    this.removed = new boolean[document.size()];
  }

  /** Whether anything was changed. */
  public boolean changed() {
    return changed;
  }

  /** Puts other JSON text in place of a member's value. */
  public JsonEdit replace(int member, byte[] json) {
    values[member] = json;
    changed = true;
    return this;
  }

  /** Gives a member another name; the caller knows that no other member has it. */
  public JsonEdit rename(int member, String name) {
    names[member] = name;
    changed = true;
    return this;
  }

  /** Takes a member out, whatever else is done to it. */
  public JsonEdit remove(int member) {
    removed[member] = true;
    changed = true;
    return this;
  }

  public boolean removed(int member) {
    return removed[member];
  }

  /** The value as it is now, as a tree. */
  public JsonNode tree(int member) {
    byte[] value = values[member];
    return value == null ? document.tree(member) : Json.MAPPER.readTree(value);
  }

  /** Appends a member; the caller knows that none of that name is there. */
  public JsonEdit add(String name, byte[] json) {
    added.put(name, json);
    changed = true;
    return this;
  }

  /** Replaces the value of the member that has that name by now, or appends it. */
  public JsonEdit put(String name, byte[] json) {
    int member = find(name);
    return member >= 0 ? replace(member, json) : add(name, json);
  }

  private int find(String name) {
    int member = document.find(name);
    if (member >= 0 && !removed[member] && names[member] == null) {
      return member;
    }
    for (int i = 0; i < names.length; i++) {
      if (!removed[i] && name.equals(names[i])) {
        return i;
      }
    }
    return -1;
  }

  /** The changed document, without what surrounded it. */
  public Payload apply() {
    byte[] bytes = document.bytes();
    Payload.Builder out = new Payload.Builder();
    out.add(bytes, document.start(), document.start() + 1);
    int before = -1;
    for (int i = 0; i < removed.length; i++) {
      if (!removed[i]) {
        // what followed the member before, so that the comma and the layout are the document's own
        out.add(bytes, endOf(before), document.nameStart(before + 1) - 1);
        member(out, i);
        before = i;
      }
    }
    if (!added.isEmpty()) {
      append(out, before >= 0);
    }
    return out.add(bytes, endOf(removed.length - 1), document.end()).build();
  }

  private int endOf(int member) {
    return member < 0 ? document.start() + 1 : document.valueEnd(member);
  }

  private void member(Payload.Builder out, int i) {
    byte[] bytes = document.bytes();
    String name = names[i];
    if (name == null) {
      out.add(bytes, document.nameStart(i) - 1, document.nameEnd(i) + 1);
    } else {
      out.add(quoted(name));
    }
    out.add(bytes, document.nameEnd(i) + 1, document.valueStart(i));
    byte[] value = values[i];
    if (value == null) {
      out.add(bytes, document.valueStart(i), document.valueEnd(i));
    } else {
      out.add(value);
    }
  }

  private void append(Payload.Builder out, boolean comma) {
    Bytes text = new Bytes(64);
    for (Map.Entry<String, byte[]> member : added.entrySet()) {
      if (comma) {
        text.append(COMMA);
      }
      text.append(quoted(member.getKey())).append(":").append(member.getValue());
      comma = true;
    }
    out.add(text.array(), 0, text.length());
  }

  /**
   * JSON text of a string, in UTF-8; half a surrogate pair, which that cannot carry, is escaped.
   */
  public static byte[] quoted(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
        return Json.MAPPER.writeValueAsBytes(text);
      }
    }
    return ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
  }
}
