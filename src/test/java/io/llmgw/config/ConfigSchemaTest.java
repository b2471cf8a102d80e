package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema and the loader must say the same of the same files. */
class ConfigSchemaTest {
  @TempDir Path folder;
  private final Map<?, ?> schema = (Map<?, ?>) plain(ConfigSchema.json());

  /** JSON is YAML, and so is a configuration. */
  private static Object plain(String text) {
    Problems problems = new Problems(true);
    ConfigNode node = YamlReader.read(Source.file("text", text), text, problems);
    problems.orThrow();
    return Objects.requireNonNull(new ValueReader(problems).plain(Objects.requireNonNull(node)));
  }

  @Test
  void isTheSameEveryTimeAndSaysWhichDraft() {
    assertThat(ConfigSchema.json())
        .isEqualTo(ConfigSchema.json())
        .startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"");
  }

  @Test
  void explainsEveryKey() {
    Map<?, ?> general = (Map<?, ?>) at(schema, "$defs", "general_settings", "properties");

    assertThat(at(general, "port", "description")).asString().startsWith("Port to listen on");
    assertThat(at(general, "port", "default")).isEqualTo(4000L);
    assertThat(at(general, "store_model_in_db", "description"))
        .asString()
        .endsWith("Not yet supported by llmgw: ignored.");
  }

  static Stream<String> good() {
    return Stream.of(
        ConfigTemplate.text(),
        ConfigFixture.resource("full.yaml"),
        ConfigFixture.resource("router-config.yaml"),
        "general_settings: {port: os.environ/GOOD_PORT, drain_time: 5m, openwebui_info: on}",
        "router_settings: {num_retries: '3', timeout: '2.5', routing_strategy: least-busy}",
        "litellm_settings: {drop_params: 'no', keepalive_seconds: 0}",
        "model_list: [{model_name: 4, params: {model: demo/x, own_parameter: 1, stop: a}}]",
        "model_list: [{model_name: m, params: {model: demo/x}, model_info: {own: {a: 1}}}]");
  }

  @ParameterizedTest
  @MethodSource("good")
  void bothTakeWhatIsGood(String yaml) {
    assertThat(loaderTakes(yaml)).isTrue();
    assertThat(accepts(schema, plain(yaml))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "general_settings: {port: 99999}",
        "general_settings: {port: http}",
        "general_settings: {port: 1.5}",
        "general_settings: {port: [1]}",
        "general_settings: {openwebui_info: maybe}",
        "general_settings: {openwebui_info: 2}",
        "general_settings: {drain_time: soon}",
        "general_settings: {drain_time: -1}",
        "general_settings: {cors_origins: {a: b}}",
        "general_settings: {cors_origins: [[a]]}",
        "general_settings: {host: [a]}",
        "general_settings: {prot: 1}",
        "general_settings: [a]",
        "litellm_settings: {connect_timeout: 0}",
        "router_settings: {routing_strategy: random}",
        "router_settings: {model_group_alias: [a]}",
        "litellm_setings: {}",
        "model_list: {a: b}",
        "model_list: [text]",
        "model_list: [{params: {model: demo/x}}]",
        "model_list: [{model_name: m, params: {}}]",
        "model_list: [{model_name: m, params: {model: demo/x, rpm: -1}}]",
        "model_list: [{model_name: m, params: {model: demo/x, extra_headers: {a: [b]}}}]",
        "model_list: [{model_name: m, params: {model: demo/x, extra_body: text}}]",
        "model_list: [{model_name: m, params: {model: demo/x}, model_info: {mode: chatt}}]",
        "model_list: [{model_name: m, params: {model: demo/x}, model_info: {supports_x: maybe}}]",
        "credential_list: [{credential_name: a}]",
      })
  void bothRefuseWhatIsBad(String yaml) {
    assertThat(loaderTakes(yaml)).isFalse();
    assertThat(accepts(schema, plain(yaml))).isFalse();
  }

  private boolean loaderTakes(String yaml) {
    ConfigFixture fixture = new ConfigFixture(folder).set("GOOD_PORT", "4001");
    for (String key : List.of("OPENAI", "ANTHROPIC", "GROQ")) {
      fixture.set(key + "_API_KEY", "sk-0123456789");
    }
    fixture.set("OLLAMA_BASE_URL", "http://box:11434").set("ROUTER_AUTH_TOKEN", "sk-0123456789");
    // `ui` is a known key that is ignored; the schema takes it, and so does the loader when not
    // strict.
    boolean strict = !yaml.contains("ui:");
    fixture.write("llmgw.yaml", yaml);
    return fixture.problems(ConfigRequest.DEFAULT.withStrict(strict)).stream()
        .noneMatch(line -> line.startsWith("error"));
  }

  // A validator for the words of JSON Schema that our schema uses; any other word fails.

  private boolean accepts(Map<?, ?> rules, Object value) {
    return rules.entrySet().stream()
        .allMatch(rule -> holds(rules, (String) rule.getKey(), rule.getValue(), value));
  }

  private boolean holds(Map<?, ?> rules, String word, Object rule, Object value) {
    return switch (word) {
      case "$schema", "title", "description", "default", "$defs" -> true;
      case "$ref" ->
          accepts(
              (Map<?, ?>) at(schema, "$defs", ((String) rule).substring("#/$defs/".length())),
              value);
      case "type" ->
          rule instanceof List<?> types
              ? types.stream().anyMatch(type -> isA((String) type, value))
              : isA((String) rule, value);
      case "enum" -> ((List<?>) rule).contains(value);
      case "pattern" ->
          !(value instanceof String text) || Pattern.compile((String) rule).matcher(text).find();
      case "minimum" -> !(value instanceof Number n) || n.doubleValue() >= number(rule);
      case "maximum" -> !(value instanceof Number n) || n.doubleValue() <= number(rule);
      case "exclusiveMinimum" -> !(value instanceof Number n) || n.doubleValue() > number(rule);
      case "anyOf" ->
          ((List<?>) rule).stream().anyMatch(choice -> accepts((Map<?, ?>) choice, value));
      case "items" ->
          !(value instanceof List<?> items)
              || items.stream().allMatch(item -> accepts((Map<?, ?>) rule, item));
      case "required" ->
          !(value instanceof Map<?, ?> map) || map.keySet().containsAll((List<?>) rule);
      case "properties" ->
          !(value instanceof Map<?, ?> map)
              || map.entrySet().stream()
                  .allMatch(member ->
                      !(((Map<?, ?>) rule).get(member.getKey()) instanceof Map<?, ?> own)
                          || accepts(own, member.getValue()));
      case "patternProperties" ->
          !(value instanceof Map<?, ?> map)
              || ((Map<?, ?>) rule)
                  .entrySet().stream()
                      .allMatch(pattern ->
                          map.entrySet().stream()
                              .filter(member -> matches(pattern.getKey(), member.getKey()))
                              .allMatch(member ->
                                  accepts((Map<?, ?>) pattern.getValue(), member.getValue())));
      case "additionalProperties" ->
          !(value instanceof Map<?, ?> map)
              || map.entrySet().stream()
                  .filter(member -> !isDeclared(rules, member.getKey()))
                  .allMatch(member ->
                      rule instanceof Map<?, ?> others
                          ? accepts(others, member.getValue())
                          : Boolean.TRUE.equals(rule));
      default -> throw new AssertionError("no rule for " + word);
    };
  }

  private static boolean isDeclared(Map<?, ?> rules, Object name) {
    return (rules.get("properties") instanceof Map<?, ?> exact && exact.containsKey(name))
        || (rules.get("patternProperties") instanceof Map<?, ?> patterns
            && patterns.keySet().stream().anyMatch(pattern -> matches(pattern, name)));
  }

  private static boolean matches(Object pattern, Object name) {
    return Pattern.compile((String) pattern).matcher((String) name).find();
  }

  private static double number(Object rule) {
    return ((Number) rule).doubleValue();
  }

  private static boolean isA(String type, Object value) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "number" -> value instanceof Number;
      case "integer" -> value instanceof Long;
      default -> throw new AssertionError(type);
    };
  }

  private static Object at(Map<?, ?> map, String... path) {
    @Nullable Object value = map;
    for (String name : path) {
      value = value instanceof Map<?, ?> inner ? inner.get(name) : null;
    }
    return Objects.requireNonNull(value);
  }
}
