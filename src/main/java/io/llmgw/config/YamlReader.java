package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads YAML into nodes with positions. Builds no objects, so that no tag can make it run code. */
final class YamlReader {
  static final int MAX_CODE_POINTS = 1 << 20;
  private static final int MAX_ALIASES = 20;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 200_000;

  private final Source source;
  private final Problems problems;

  /** Null while a node is being read, so that one that holds itself is found. */
  private final IdentityHashMap<Node, @Nullable Sized> done = new IdentityHashMap<>();

  /** A node with the number of nodes it stands for when its aliases are written out. */
  private record Sized(ConfigNode node, int size) {}

  private YamlReader(Source source, Problems problems) {
    this.source = source;
    this.problems = problems;
  }

  /**
   * Reads one document; null when it holds nothing, or when its syntax is wrong, which is then
   * reported.
   */
  static @Nullable ConfigNode read(Source source, String text, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setCodePointLimit(MAX_CODE_POINTS);
    options.setNestingDepthLimit(MAX_DEPTH);
    try {
      Node node =
          new Composer(new ParserImpl(new StreamReader(text), options), new CoreSchema(), options)
              .getSingleNode();
      return node == null ? null : new YamlReader(source, problems).convert(node).node();
    } catch (MarkedYAMLException e) {
      syntax(source, problems, e);
    } catch (ReaderException e) {
      unprintable(source, text, problems, e);
    } catch (YAMLException e) {
      problems.error("Not readable as YAML: " + e.getMessage(), null, Position.of(source));
    }
    return null;
  }

  private static void syntax(Source source, Problems problems, MarkedYAMLException e) {
    Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
    String text = String.valueOf(e.getProblem());
    String context = e.getContext() == null ? "" : e.getContext() + ": ";
    String hint = null;
    if (text.contains("TAB")) {
      hint = "YAML is indented with spaces; replace the tab";
    } else if (text.contains("mapping values are not allowed")) {
      hint = "quote a value that holds a colon, and check the indentation of this line";
    } else if (text.contains("single document")) {
      hint = "a configuration is one document; remove the second `---`";
    }
    Position position =
        mark == null
            ? Position.of(source)
            : Position.at(source, mark.getLine() + 1, mark.getColumn() + 1);
    problems.error("YAML syntax: " + context + Excerpt.mask(text), hint, position);
  }

  private static void unprintable(
      Source source, String text, Problems problems, ReaderException e) {
    String before = text.substring(0, Math.min(text.length(), Math.max(0, e.getPosition())));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    problems.error(
        "YAML syntax: the character U+%04X is not allowed".formatted(e.getCodePoint()),
        "remove the invisible character",
        Position.at(source, line, column));
  }

  private Sized convert(Node node) {
    if (done.containsKey(node)) {
      Sized known = done.get(node);
      if (known != null) {
        return known;
      }
      problems.error("The alias refers to a part that it is inside of", null, position(node));
      return new Sized(new Scalar("", null, null, position(node)), 1);
    }
    done.put(node, null);
    Sized result =
        switch (node) {
          case ScalarNode scalar -> new Sized(scalar(scalar), 1);
          case SequenceNode sequence -> sequence(sequence);
          case MappingNode mapping -> mapping(mapping);
          default -> throw new IllegalStateException("composed nodes hold no anchors");
        };
    done.put(node, result);
    return result;
  }

  private Scalar scalar(ScalarNode node) {
    checkTag(node);
    String text = node.getValue();
    return new Scalar(text, CoreSchema.value(node.getTag(), text), null, position(node));
  }

  private Sized sequence(SequenceNode node) {
    checkTag(node);
    List<ConfigNode> items = new ArrayList<>();
    int size = 1;
    for (Node item : node.getValue()) {
      Sized converted = convert(item);
      size = add(size, converted);
      items.add(converted.node());
    }
    return new Sized(new Sequence(List.copyOf(items), position(node)), size);
  }

  private Sized mapping(MappingNode node) {
    checkTag(node);
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<Entry> merged = new ArrayList<>();
    int size = 1;
    for (NodeTuple tuple : node.getValue()) {
      Sized value = convert(tuple.getValueNode());
      size = add(size, value);
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        merged.addAll(merged(value.node()));
      } else if (tuple.getKeyNode() instanceof ScalarNode key) {
        put(entries, new Entry(key.getValue(), position(key), value.node()));
      } else {
        problems.error("A key must be a word", null, position(tuple.getKeyNode()));
      }
    }
    merged.forEach(entry -> entries.putIfAbsent(entry.key(), entry));
    return new Sized(new Mapping(List.copyOf(entries.values()), position(node)), size);
  }

  private void put(Map<String, Entry> entries, Entry entry) {
    Entry first = entries.putIfAbsent(entry.key(), entry);
    if (first != null) {
      problems.error(
          "`%s` is set twice; the first time in line %d"
              .formatted(entry.key(), first.keyPosition().line()),
          "remove one of the two",
          entry.keyPosition());
    }
  }

  /** The entries that {@code <<} brings in; those of an earlier mapping come first and so win. */
  private List<Entry> merged(ConfigNode node) {
    return switch (node) {
      case Mapping mapping -> mapping.entries();
      case Sequence sequence ->
          sequence.items().stream().flatMap(item -> merged(item).stream()).toList();
      case Scalar scalar -> {
        problems.error("`<<` takes a map or a list of maps", null, scalar.position());
        yield List.of();
      }
    };
  }

  private int add(int size, Sized part) {
    int sum = size + part.size();
    if (sum > MAX_NODES) {
      throw new YAMLException("its aliases stand for more than " + MAX_NODES + " values");
    }
    return sum;
  }

  private void checkTag(Node node) {
    if (!node.getTag().startsWith(Tag.PREFIX)) {
      problems.error(
          "The tag `%s` has no meaning here".formatted(node.getTag().getValue()),
          "remove it; plain values, lists and maps are enough",
          position(node));
    }
  }

  private Position position(Node node) {
    Mark mark = node.getStartMark();
    return Position.at(source, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
