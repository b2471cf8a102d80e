package io.llmgw.keys;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which paths a key's list of routes means. */
public final class RouteRules {
  /** What stands before a route's name, for one client or another. */
  private static final Pattern BASE =
      Pattern.compile(
          "^(?:/api(?=/openai))?(?:/openai|/anthropic)?(?:/v1)?(?:/(?:deployments|engines)/.+?)?(?=/)");

  private static final Set<String> INFO =
      Set.of(
          "/models",
          "/models/all",
          "/model/info",
          "/key/info",
          "/user/info",
          "/health",
          "/api/tags",
          "/api/ps",
          "/api/show",
          "/api/version");

  private static final Set<String> ABOUT_KEYS = Set.of("/key/info", "/user/info", "/health");

  /** LiteLLM's names of groups of routes. */
  private static final Map<String, Predicate<String>> GROUPS =
      Map.of(
          "llm_api_routes", route -> !ABOUT_KEYS.contains(route),
          "info_routes", RouteRules::isInfo,
          "openai_routes", RouteRules::isOpenAi,
          "anthropic_routes", RouteRules::isAnthropic);

  private RouteRules() {}

  /** The names of groups of routes there are. */
  static Set<String> groups() {
    return GROUPS.keySet();
  }

  /**
   * Whether a list allows a path.
   *
   * @param routes empty allows every path
   * @param path without doubled or trailing slashes
   */
  static boolean allows(List<String> routes, String path) {
    if (routes.isEmpty()) {
      return true;
    }
    String bare = bare(path);
    for (String route : routes) {
      Predicate<String> group = GROUPS.get(route);
      boolean allowed =
          group != null
              ? group.test(bare)
              : Wildcards.matches(route, path)
                  || Wildcards.matches(bare(route.startsWith("/") ? route : "/" + route), bare);
      if (allowed) {
        return true;
      }
    }
    return false;
  }

  private static String bare(String path) {
    return BASE.matcher(path).replaceFirst("");
  }

  private static boolean isInfo(String route) {
    return INFO.contains(route) || route.startsWith("/models/");
  }

  private static boolean isAnthropic(String route) {
    return route.equals("/messages")
        || route.startsWith("/messages/")
        || route.equals("/models")
        || route.startsWith("/models/");
  }

  private static boolean isOpenAi(String route) {
    boolean elsewhere = route.startsWith("/api/") || route.startsWith("/messages");
    return !elsewhere && !ABOUT_KEYS.contains(route);
  }
}
