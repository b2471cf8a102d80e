package io.llmgw.chat;

import io.llmgw.config.Nearest;
import io.llmgw.model.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Saved ways to ask: a system prompt, and the model and parameters it goes with. Each is a file
 * {@code NAME.md} of the user's: the prompt, and before it, between two lines {@code ---}, lines
 * such as {@code model: smart} and {@code temperature: 0.2}.
 */
public final class Roles {
  private static final String ENDING = ".md";
  private static final String RULE = "---";
  private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}";

  private final Path folder;

  /**
   * A way to ask.
   *
   * @param system null for no prompt
   * @param model null for the one in use
   */
  public record Role(@Nullable String system, @Nullable String model, Parameters parameters) {}

  public Roles(Path folder) {
    this.folder = folder;
  }

  /** All there are, by name. */
  public List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw ChatException.wrong("cannot list the roles in %s: %s".formatted(folder, e), null);
    }
  }

  /**
   * Reads one.
   *
   * @throws ChatException when there is none of that name, or it cannot be understood
   */
  public Role read(String name) {
    Path file = file(name);
    if (!Files.isRegularFile(file)) {
      throw new ChatException(
          ErrorKind.INVALID_REQUEST,
          "there is no role '%s'".formatted(name),
          Nearest.to(name, names())
              .map(near -> "did you mean " + near + "?")
              .orElse("write its prompt to " + file));
    }
    try {
      return parse(Files.readString(file), file);
    } catch (IOException e) {
      throw ChatException.wrong("cannot read the role %s: %s".formatted(file, e), null);
    }
  }

  private static Role parse(String text, Path file) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().strip().equals(RULE)) {
      return new Role(prompt(lines), null, Parameters.NONE);
    }
    int end = lines.subList(1, lines.size()).stream().map(String::strip).toList().indexOf(RULE);
    if (end < 0) {
      throw ChatException.wrong(
          "%s begins with --- and has no second one".formatted(file), "end its settings with it");
    }
    return settings(lines.subList(1, end + 1), prompt(lines.subList(end + 2, lines.size())), file);
  }

  private static @Nullable String prompt(List<String> lines) {
    String prompt = String.join("\n", lines).strip();
    return prompt.isEmpty() ? null : prompt;
  }

  private static Role settings(List<String> lines, @Nullable String prompt, Path file) {
    String model = null;
    Parameters parameters = Parameters.NONE;
    for (String line : lines) {
      String[] setting = line.split(":", 2);
      boolean blank = line.isBlank() || line.startsWith("#");
      if (setting.length < 2 && !blank) {
        throw ChatException.wrong(
            "'%s' in %s sets nothing".formatted(line.strip(), file), "write it as model: NAME");
      }
      if (!blank && setting[0].strip().equals("model")) {
        model = setting[1].strip();
      } else if (!blank) {
        parameters = parameters.with(setting[0], setting[1]);
      }
    }
    return new Role(prompt, model, parameters);
  }

  /**
   * Keeps these settings as a role, in place of one of that name.
   *
   * @return the file
   * @throws ChatException when that cannot be done
   */
  public Path write(String name, Settings settings) {
    Path file = file(name);
    List<String> lines = new ArrayList<>(List.of(RULE));
    if (!settings.model().isEmpty()) {
      lines.add("model: " + settings.model());
    }
    settings.parameters().values().forEach((key, value) -> lines.add(key + ": " + value));
    lines.add(RULE);
    String system = settings.system();
    lines.add(system == null ? "" : system);
    try {
      Files.createDirectories(folder);
      Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
      return file;
    } catch (IOException e) {
      throw ChatException.wrong("cannot write the role %s: %s".formatted(file, e), null);
    }
  }

  private Path file(String name) {
    if (!name.matches(NAME)) {
      throw ChatException.wrong(
          "'%s' is no name of a role".formatted(name), "letters, digits, '.', '_' and '-'");
    }
    return folder.resolve(name + ENDING);
  }
}
