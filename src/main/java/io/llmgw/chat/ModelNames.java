package io.llmgw.chat;

import io.llmgw.config.Nearest;
import io.llmgw.model.ErrorKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the model people mean. */
public final class ModelNames {
  private static final int MOST_SHOWN = 5;

  private ModelNames() {}

  /**
   * The model's full name.
   *
   * @param typed a name, or a part of one that only one model has
   * @throws ChatException when no model, or more than one, is meant
   */
  public static String find(String typed, ChatBackend backend) {
    String name = typed.strip();
    List<String> names = backend.models().stream().map(Model::name).toList();
    if (names.contains(name)) {
      return name;
    }
    List<String> same = names.stream().filter(each -> each.endsWith("/" + name)).toList();
    if (same.size() == 1) {
      return same.getFirst();
    }
    List<String> similar = containing(name, names);
    // a wildcard serves every name, so a part of a listed name comes first when it is no full one
    boolean qualified = name.contains("/");
    if (similar.size() == 1 && !qualified) {
      return similar.getFirst();
    }
    if (backend.model(name).isPresent()) {
      return name;
    }
    if (similar.size() == 1) {
      return similar.getFirst();
    }
    throw similar.isEmpty() ? unknown(name, names) : several(name, similar);
  }

  private static List<String> containing(String name, List<String> names) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        ? List.of()
        : names.stream().filter(each -> each.toLowerCase(Locale.ROOT).contains(wanted)).toList();
  }

  private static ChatException unknown(String name, List<String> names) {
    Optional<String> near = Nearest.to(name, names);
    String hint =
        near.map(each -> "did you mean " + each + "?")
            .orElse(
                names.isEmpty()
                    ? "set a provider's key, or start with -m demo"
                    : "there is " + some(names));
    return new ChatException(ErrorKind.NOT_FOUND, "there is no model '%s'".formatted(name), hint);
  }

  private static ChatException several(String name, List<String> similar) {
    return new ChatException(
        ErrorKind.NOT_FOUND,
        "'%s' may be %s".formatted(name, some(similar)),
        "write more of the name");
  }

  private static String some(List<String> names) {
    String more = names.size() > MOST_SHOWN ? " and " + (names.size() - MOST_SHOWN) + " more" : "";
    return names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", ")) + more;
  }
}
