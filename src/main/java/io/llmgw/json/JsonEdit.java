package io.llmgw.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Changes to the members of one object, applied by splicing: what is not named stays byte for byte as it was. Not
 * thread-safe.
 */
public final class JsonEdit {
  private static final byte[] COMMA = {','};
  private static final byte[] NOTHING = {};

  private final JsonObjectIndex document;
  private final byte[] @Nullable [] values;
  private final byte[] @Nullable [] names;
  private final List<byte[]> added = new ArrayList<>(2);
  private boolean changed;

  public JsonEdit(JsonObjectIndex document) {
    this.document = document;
    this.values = new byte[document.size()][];
    this.names = new byte[document.size()][];
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

  public JsonEdit rename(int member, String name) {
    names[member] = quoted(name);
    changed = true;
    return this;
  }

  public JsonEdit remove(int member) {
    names[member] = NOTHING;
    changed = true;
    return this;
  }

  public boolean removed(int member) {
    return names[member] == NOTHING;
  }

  /** The value as it is now, as a tree. */
  public JsonNode tree(int member) {
    byte[] value = values[member];
    return value == null ? document.tree(member) : Json.MAPPER.readTree(value);
  }

  /** Appends a member; the caller knows that none of that name is there. */
  public JsonEdit add(String name, byte[] json) {
    added.add(new Bytes(name.length() + json.length + 3).append(quoted(name)).append(":").append(json).toByteArray());
    changed = true;
    return this;
  }

  /** Replaces the value of the member of that name, or appends it. */
  public JsonEdit put(String name, byte[] json) {
    int member = document.find(name);
    return member >= 0 ? replace(member, json) : add(name, json);
  }

  /** The changed document. */
  public Payload apply() {
    byte[] bytes = document.bytes();
    Payload.Builder out = new Payload.Builder().add(bytes, document.start(), document.start() + 1);
    int before = -1;
    for (int i = 0; i < document.size(); i++) {
      if (!removed(i)) {
        separate(out, before, i);
        member(out, i);
        before = i;
      }
    }
    boolean first = before < 0;
    for (byte[] member : added) {
      out.add(first ? NOTHING : COMMA).add(member);
      first = false;
    }
    return out.add(bytes, document.end() - 1, document.end()).build();
  }

  private void separate(Payload.Builder out, int before, int next) {
    if (before >= 0 && before == next - 1) {
      out.add(document.bytes(), document.valueEnd(before), document.nameStart(next) - 1);
    } else if (before >= 0) {
      out.add(COMMA);
    }
  }

  private void member(Payload.Builder out, int i) {
    byte[] bytes = document.bytes();
    byte[] name = names[i];
    if (name == null) {
      out.add(bytes, document.nameStart(i) - 1, document.nameEnd(i) + 1);
    } else {
      out.add(name);
    }
    out.add(bytes, document.nameEnd(i) + 1, document.valueStart(i));
    byte[] value = values[i];
    if (value == null) {
      out.add(bytes, document.valueStart(i), document.valueEnd(i));
    } else {
      out.add(value);
    }
  }

  /** JSON text of a string. */
  public static byte[] quoted(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return Json.MAPPER.writeValueAsBytes(text);
      }
    }
    return ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
  }
}
