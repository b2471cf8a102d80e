package io.llmgw.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The route table: exact paths, and paths with one placeholder {@code {…}} for a name that may hold
 * slashes, encoded or not. Doubled and trailing slashes of a request do not matter. Built once,
 * then only read.
 */
public final class Routes {
  private final Map<String, Map<String, Route>> exact = new HashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  private record Pattern(String prefix, String suffix, String method, Route route) {}

  /** A route found, and what its placeholder stood for. */
  public record Match(Route route, String parameter) {}

  /** Adds a route at each of those paths. */
  public Routes add(String method, Route route, List<String> paths) {
    for (String path : paths) {
      int open = path.indexOf('{');
      if (open < 0) {
        exact.computeIfAbsent(path, _ -> new HashMap<>()).put(method, route);
      } else {
        String suffix = path.substring(path.indexOf('}') + 1);
        patterns.add(new Pattern(path.substring(0, open), suffix, method, route));
      }
    }
    return this;
  }

  /** The route of a request, or null. */
  public @Nullable Match find(String method, String path) {
    Map<String, Route> methods = exact.get(path);
    if (methods == null) {
      String tidy = tidy(path);
      methods = exact.get(tidy);
      if (methods == null) {
        return byPattern(method, tidy);
      }
    }
    Route route = methods.get(answeredAs(method));
    return route == null ? null : new Match(route, "");
  }

  /**
   * The methods that path answers to, for an {@code Allow} header; empty when it does not exist.
   */
  public Set<String> methods(String path) {
    String tidy = tidy(path);
    TreeSet<String> methods = new TreeSet<>(exact.getOrDefault(tidy, Map.of()).keySet());
    for (Pattern pattern : patterns) {
      if (parameter(pattern, tidy) != null) {
        methods.add(pattern.method);
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  /** An answer to HEAD is one to GET whose body the server keeps back. */
  private static String answeredAs(String method) {
    return method.equals("HEAD") ? "GET" : method;
  }

  private @Nullable Match byPattern(String method, String path) {
    for (Pattern pattern : patterns) {
      String parameter = parameter(pattern, path);
      if (parameter != null && pattern.method.equals(answeredAs(method))) {
        return new Match(pattern.route, parameter);
      }
    }
    return null;
  }

  private static @Nullable String parameter(Pattern pattern, String path) {
    boolean matches =
        path.length() > pattern.prefix.length() + pattern.suffix.length()
            && path.startsWith(pattern.prefix)
            && path.endsWith(pattern.suffix);
    if (!matches) {
      return null;
    }
    String raw = path.substring(pattern.prefix.length(), path.length() - pattern.suffix.length());
    try {
      // a plus is a plus in a path
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return raw;
    }
  }

  /** Without doubled and trailing slashes. */
  static String tidy(String path) {
    String tidy = path;
    while (tidy.contains("//")) {
      tidy = tidy.replace("//", "/");
    }
    return tidy.length() > 1 && tidy.endsWith("/") ? tidy.substring(0, tidy.length() - 1) : tidy;
  }
}
