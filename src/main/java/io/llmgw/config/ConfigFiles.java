package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.ConfigNode.Sequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds and reads the files of one load, and remembers which they were. */
final class ConfigFiles {
  private final Environment environment;
  private final Problems problems;
  private final Set<Path> files = new LinkedHashSet<>();

  ConfigFiles(Environment environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  List<Path> files() {
    return List.copyOf(files);
  }

  /**
   * The file that is asked for, by flag or variable, or else the first that exists of the usual
   * places.
   */
  @Nullable Path find(@Nullable Path asked) {
    if (asked != null) {
      return absolute(asked);
    }
    for (String variable : Places.CONFIG_VARIABLES) {
      String value = environment.text(variable);
      if (value != null) {
        Path named = path(value, Position.of(Source.variable(variable)));
        return named == null ? null : absolute(named);
      }
    }
    for (Path place : Places.usual(environment)) {
      if (Files.exists(place)) {
        return place;
      }
    }
    return null;
  }

  private @Nullable Path path(String name, Position position) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      problems.error("`%s` is not a file's name".formatted(name), null, position);
      return null;
    }
  }

  private Path absolute(Path path) {
    return environment.workingDirectory().resolve(path).normalize();
  }

  /**
   * Adds the variables of {@code .env} beside the file, or in the working directory when there is
   * none, and under them those of the user's own file with keys.
   */
  LayeredEnvironment withDotEnv(@Nullable Path file) {
    ProviderSecrets secrets = ProviderSecrets.of(environment);
    files.add(secrets.file());
    return withDotEnv(file, secrets.read(problems));
  }

  /** The same over other variables than those of the user's own file with keys. */
  LayeredEnvironment withDotEnv(@Nullable Path file, Map<String, Scalar> stored) {
    Path folder = file == null ? environment.workingDirectory() : file.getParent();
    Path dotEnv = (folder == null ? environment.workingDirectory() : folder).resolve(".env");
    files.add(dotEnv);
    Map<String, Scalar> variables = new HashMap<>(stored);
    if (Files.isRegularFile(dotEnv)) {
      String text = text(dotEnv, ".env file", null);
      if (text != null) {
        Source source = Source.secretFile(name(dotEnv));
        variables.putAll(DotEnvFile.read(source, text, environment, problems));
      }
    }
    return new LayeredEnvironment(environment, Map.of(), variables);
  }

  /** Reads the file and all it includes as one map; null after a problem was reported. */
  @Nullable Mapping read(Path file) {
    return read(file, "config file", null, new ArrayList<>());
  }

  private @Nullable Mapping read(
      Path file, String kind, @Nullable Position includedAt, List<Path> parents) {
    files.add(file);
    String text = text(file, kind, includedAt);
    if (text == null) {
      return null;
    }
    Source source = Source.file(name(file), text);
    boolean before = problems.hasErrors();
    ConfigNode node = YamlReader.read(source, text, problems);
    if (node instanceof Mapping mapping) {
      parents.add(file);
      Mapping whole = withIncludes(mapping, file, parents);
      parents.removeLast();
      return whole;
    }
    if (node != null && !(node instanceof Scalar scalar && scalar.value() == null)) {
      problems.error(
          "A configuration is a map of sections, not " + node.shape(),
          "start with `model_list:`",
          node.position());
    } else if (before || !problems.hasErrors()) {
      problems.error(
          "The %s %s is empty".formatted(kind, name(file)),
          "`llmgw config init` writes a starter file",
          includedAt);
    }
    return null;
  }

  private Mapping withIncludes(Mapping mapping, Path file, List<Path> parents) {
    ConfigNode include = mapping.get("include");
    if (include == null) {
      return mapping;
    }
    Mapping whole = mapping;
    for (ConfigNode item : include instanceof Sequence list ? list.items() : List.of(include)) {
      if (!(new VariableReferences(environment, problems).resolve(item) instanceof Scalar scalar)
          || scalar.value() == null) {
        problems.error("`include` takes names of files", null, item.position());
        continue;
      }
      Path name = path(scalar.text(), item.position());
      if (name == null) {
        continue;
      }
      Path path = file.resolveSibling(name).normalize();
      if (parents.contains(path)) {
        problems.error(
            "%s includes itself".formatted(name(path)), "remove the include", item.position());
      } else if (files.contains(path)) {
        problems.note(
            "%s is included twice; the second time is ignored".formatted(name(path)),
            null,
            item.position());
      } else {
        Mapping included = read(path, "included file", item.position(), parents);
        whole = included == null ? whole : merge(whole, included);
      }
    }
    return whole;
  }

  /** LiteLLM's rule, made finer: lists are appended, maps merged, any other included value wins. */
  private Mapping merge(Mapping base, Mapping included) {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : base.entries()) {
      ConfigNode other = entry.key().equals("include") ? null : included.get(entry.key());
      entries.add(other == null ? entry : merge(entry, other));
    }
    included.entries().stream()
        .filter(entry -> base.entry(entry.key()).isEmpty())
        .forEach(entries::add);
    return new Mapping(entries, base.position());
  }

  private Entry merge(Entry entry, ConfigNode other) {
    ConfigNode value =
        switch (entry.value()) {
          case Sequence first when other instanceof Sequence second -> {
            List<ConfigNode> items = new ArrayList<>(first.items());
            items.addAll(second.items());
            yield new Sequence(items, first.position());
          }
          case Mapping first when other instanceof Mapping second -> merge(first, second);
          case Scalar first when first.value() == null -> other;
          default -> {
            problems.note(
                "`%s` replaces the value of %s"
                    .formatted(entry.key(), entry.value().position().shortLabel()),
                null,
                other.position());
            yield other;
          }
        };
    return new Entry(entry.key(), entry.keyPosition(), value);
  }

  private @Nullable String text(Path file, String kind, @Nullable Position position) {
    String what = "The %s %s".formatted(kind, name(file));
    try {
      if (Files.isDirectory(file)) {
        problems.error(
            what + " is a directory",
            "a container's volume mount makes one when the file to mount does not exist:"
                + " check the left side of the mount",
            position);
      } else if (Files.size(file) > 4L * YamlReader.MAX_CODE_POINTS) {
        problems.error(what + " is larger than 4 MiB", null, position);
      } else {
        return decode(Files.readAllBytes(file), what, position);
      }
    } catch (AccessDeniedException e) {
      problems.error(what + " may not be read", "check its owner and permissions", position);
    } catch (IOException e) {
      if (Files.notExists(file)) {
        problems.error(what + " does not exist", missingHint(kind), position);
      } else {
        problems.error(what + " cannot be read: " + e.getMessage(), null, position);
      }
    }
    return null;
  }

  private @Nullable String missingHint(String kind) {
    if (!kind.equals("config file")) {
      return null;
    }
    String variable =
        environment.text("LLMGW_CONFIG") != null ? "LLMGW_CONFIG" : "CONFIG_FILE_PATH";
    return environment.text(variable) == null
        ? "`llmgw config init` writes a starter file"
        : "the path comes from --config or from " + variable;
  }

  private @Nullable String decode(byte[] bytes, String what, @Nullable Position position) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      problems.error(what + " is not UTF-8 text", "save it as UTF-8", position);
      return null;
    }
  }

  /** As people know the file: relative to the working directory where it is inside. */
  private String name(Path file) {
    Path here = environment.workingDirectory();
    boolean below = file.startsWith(here) && !file.equals(here);
    return (below ? here.relativize(file) : file).toString();
  }
}
