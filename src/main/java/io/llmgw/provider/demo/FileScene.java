package io.llmgw.provider.demo;

import io.llmgw.model.Part;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says what is attached to the last message; the demo cannot look at it. */
final class FileScene {
  private static final int LONGEST_URL = 100;

  private FileScene() {}

  static Script play(Prompt prompt) {
    List<Part.Media> files = prompt.files();
    if (files.isEmpty()) {
      return Script.says("No image came with your message. Attach one and ask again.\n");
    }
    String list =
        IntStream.range(0, files.size())
            .mapToObj(i -> (i + 1) + ". " + describe(files.get(i)))
            .collect(Collectors.joining("\n"));
    return Script.says(
        """
        Your message carries %s:

        %s

        The demo model cannot see what they show; a real model with vision could.
        """
            .formatted(counted(files), list));
  }

  /** Such as {@code 2 images and 1 document}. */
  private static String counted(List<Part.Media> files) {
    return files.stream().collect(Collectors.groupingBy(Part.Media::kind)).entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey()))
        .map(entry -> count(entry.getValue().size(), entry.getKey()))
        .collect(Collectors.joining(" and "));
  }

  private static String count(int number, Part.MediaKind kind) {
    String noun =
        switch (kind) {
          case IMAGE -> "image";
          case AUDIO -> "recording";
          case DOCUMENT -> "document";
        };
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String describe(Part.Media file) {
    String type = file.mediaType() == null ? "unknown type" : file.mediaType();
    String name = file.name() == null ? "" : Markdown.code(file.name()) + ", ";
    return name + type + ", " + place(file);
  }

  private static String place(Part.Media file) {
    if (file.base64() != null) {
      return size(bytes(file.base64()));
    }
    return file.url() == null
        ? "without content"
        : "at " + Markdown.code(Markdown.bounded(file.url(), LONGEST_URL));
  }

  /** The bytes base64 text stands for, without decoding it. */
  private static long bytes(String base64) {
    long digits = base64.chars().filter(c -> c != '=' && !Character.isWhitespace(c)).count();
    return digits * 3 / 4;
  }

  private static String size(long bytes) {
    return bytes < 1024 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
  }
}
