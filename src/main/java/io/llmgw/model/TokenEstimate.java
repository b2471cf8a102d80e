package io.llmgw.model;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Guesses the tokens of a request for upstreams that cannot count them; rather too many than too
 * few.
 */
public final class TokenEstimate {
  private static final double CHARACTERS_PER_TOKEN = 3.6;
  private static final int PER_MESSAGE = 4;
  private static final int PER_IMAGE = 1_500;
  private static final int BASE64_PER_TOKEN = 24;

  private TokenEstimate() {}

  /** The input tokens of a request, tools included. */
  public static long of(ChatRequest request) {
    long tokens = 3;
    for (Message message : request.messages()) {
      tokens += PER_MESSAGE + parts(message.parts());
    }
    for (Tool tool : request.tools()) {
      String description = tool.description() == null ? "" : tool.description();
      String schema = tool.parameters() == null ? "" : tool.parameters().toString();
      tokens += PER_MESSAGE + text(tool.name()) + text(description) + text(schema);
    }
    return tokens;
  }

  /** The input tokens of a request in OpenAI's dialect that nobody decoded. */
  public static long of(JsonNode request) {
    if (request.isString()) {
      boolean file = request.asString().startsWith("data:");
      return file ? PER_IMAGE : text(request.asString());
    }
    long tokens = 0;
    for (JsonNode member : request) {
      tokens += of(member);
    }
    return tokens;
  }

  /**
   * The same of a request's bytes, without reading it into a tree.
   *
   * @param from where the text of the JSON begins
   * @param to where it ends
   */
  public static long ofJson(byte[] json, int from, int to) {
    long tokens = 0;
    Text text = new Text(json, to);
    for (int at = from; at < to; at++) {
      if (json[at] == '"') {
        at = text.read(at + 1);
        // what a colon follows is a name
        tokens += text.isName(at + 1) ? 0 : text.tokens();
      }
    }
    return tokens;
  }

  /** The tokens of a text. */
  public static long text(String text) {
    long wide = 0;
    for (int i = 0; i < text.length(); i++) {
      wide += isWide(text.charAt(i)) ? 1 : 0;
    }
    return tokens(text.length() - wide, wide);
  }

  /** Letters of scripts without spaces are about a token each. */
  private static boolean isWide(int character) {
    return character >= 0x2E80;
  }

  private static long tokens(long narrow, long wide) {
    return (long) Math.ceil(narrow / CHARACTERS_PER_TOKEN) + wide;
  }

  /** One string of a JSON text in UTF-8, measured where it stands. */
  private static final class Text {
    private static final byte[] FILE = {'d', 'a', 't', 'a', ':'};

    private final byte[] json;
    private final int to;
    private boolean file;
    private long narrow;
    private long wide;

    private Text(byte[] json, int to) {
      this.json = json;
      this.to = to;
    }

    /** Reads from behind the first quote; returns where the last one is. */
    int read(int start) {
      narrow = 0;
      wide = 0;
      file = Arrays.mismatch(json, start, Math.min(to, start + FILE.length), FILE, 0, 5) < 0;
      int at = start;
      while (at < to && json[at] != '"') {
        if (json[at] >= 0 && json[at] != '\\') {
          narrow++;
          at++;
        } else {
          at = json[at] == '\\' ? escaped(at) : encoded(at);
        }
      }
      return at;
    }

    private int escaped(int at) {
      boolean numbered = at + 5 < to && json[at + 1] == 'u';
      count(numbered && isWide(hex(at + 2)) ? 1 : 0, 1);
      return at + (numbered ? 6 : 2);
    }

    private int hex(int at) {
      int value = 0;
      for (int i = at; i < at + 4; i++) {
        value = value * 16 + Math.max(0, Character.digit(json[i], 16));
      }
      return value;
    }

    /** Only the three bytes' first two matter: U+2E80 is E2 BA 80. */
    private int encoded(int at) {
      int first = json[at] & 0xff;
      int second = at + 1 < to ? json[at + 1] & 0xff : 0;
      if (first < 0xE0) {
        count(0, 1);
        return at + 2;
      }
      if (first < 0xF0) {
        count(first > 0xE2 || (first == 0xE2 && second >= 0xBA) ? 1 : 0, 1);
        return at + 3;
      }
      count(2, 2);
      return at + 4;
    }

    private void count(int wideOnes, int all) {
      wide += wideOnes;
      narrow += all - wideOnes;
    }

    boolean isName(int after) {
      int at = after;
      while (at < to && json[at] <= ' ' && json[at] >= 0) {
        at++;
      }
      return at < to && json[at] == ':';
    }

    long tokens() {
      return file ? PER_IMAGE : TokenEstimate.tokens(narrow, wide);
    }
  }

  private static long parts(List<Part> parts) {
    return parts.stream().mapToLong(TokenEstimate::part).sum();
  }

  private static long part(Part part) {
    return switch (part) {
      case Part.Text text -> text(text.text());
      case Part.Media media -> media(media);
      case Part.Reasoning reasoning -> text(reasoning.text());
      case Part.ToolCall call -> PER_MESSAGE + text(call.name()) + text(call.arguments());
      case Part.ToolResult result -> PER_MESSAGE + parts(result.content());
      case Part.Refusal refusal -> text(refusal.text());
      case Part.CachePoint _ -> 0;
    };
  }

  private static long media(Part.Media media) {
    String data = media.base64();
    return switch (media.kind()) {
      case IMAGE -> PER_IMAGE;
      case AUDIO, DOCUMENT ->
          data == null ? PER_IMAGE : PER_IMAGE + data.length() / BASE64_PER_TOKEN;
    };
  }
}
