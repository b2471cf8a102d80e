package io.llmgw;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The design's package table. When the design changes, change the table; do not route around it.
 */
class ArchitectureTest {
  private static final String BASE = "io.llmgw";
  private static final String ANY = "*";

  private static final String[] GATEWAY_PARTS = {"keys", "usage", "cache", "routing"};

  /** Package, and the packages of ours it may use besides itself. */
  private static final Map<String, Set<String>> MAY_USE = table();

  /** What {@code app} may not use, though it may use everything else. */
  private static final Set<String> BEYOND_APP = Set.of("chat", "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  private static Map<String, Set<String>> table() {
    var table = new LinkedHashMap<String, Set<String>>();
    row(table, "model");
    row(table, "json");
    row(table, "config");
    row(table, "catalog", "model", "json");
    row(table, "observe", "model");
    row(table, "keys", "model", "json", "config", "catalog");
    row(table, "usage", "model", "config", "catalog");
    row(table, "cache", "model", "config", "catalog");
    row(table, "routing", "model", "config", "catalog");
    row(table, "provider", "model", "json", "config");
    row(table, "provider.http", "provider", "model", "json");
    for (String adapter : new String[] {"openai", "anthropic", "gemini", "ollama"}) {
      row(table, "provider." + adapter, adapterMayUse());
    }
    row(table, "provider.demo", adapterMayUse());
    // Bedrock holds Claude, whose rules are Anthropic's.
    row(table, "provider.bedrock", and(adapterMayUse(), "provider.anthropic"));
    // Azure is OpenAI's protocol with another address and another key.
    row(table, "provider.azure", and(adapterMayUse(), "provider.openai"));
    row(
        table,
        "gateway",
        and(GATEWAY_PARTS, "provider", "observe", "model", "json", "config", "catalog"));
    row(table, "store", and(GATEWAY_PARTS, "model", "json", "config", "chat"));
    // with the values that go between a dialect and an upstream
    row(table, "server", "provider", "gateway", "keys", "model", "json", "config", "observe");
    // who a request comes from is kept with it
    row(table, "server.jetty", "server", "keys", "model", "json");
    row(table, "server.admin", "server", "gateway", "keys", "model", "json", "config", "catalog");
    for (String dialect : new String[] {"openai", "responses", "anthropic", "ollama"}) {
      row(
          table,
          "server." + dialect,
          // the values that go between a dialect and an upstream; never an adapter
          "provider",
          "server",
          "gateway",
          // only for who a request comes from
          "keys",
          "model",
          "json",
          "config",
          "catalog");
    }
    row(table, "probe", "provider", "config", "model", "json", "catalog");
    row(table, "chat", chatMayUse());
    row(table, "chat.command", and(chatMayUse(), "chat"));
    row(table, "chat.terminal", and(chatMayUse(), "chat", "chat.command", "chat.markdown"));
    row(table, "chat.markdown");
    row(table, "app", ANY);
    row(table, "cli", ANY);
    return table;
  }

  private static String[] adapterMayUse() {
    return new String[] {"provider", "provider.http", "model", "json", "config", "catalog"};
  }

  private static String[] chatMayUse() {
    return new String[] {"model", "json", "config", "provider", "gateway", "catalog"};
  }

  private static String[] and(String[] first, String... more) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
  }

  private static void row(Map<String, Set<String>> table, String name, String... allowed) {
    table.put(name, Set.of(allowed));
  }

  static Stream<String> packages() {
    return MAY_USE.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesOnlyWhatTheTableAllows(String name) {
    Set<String> allowed = MAY_USE.getOrDefault(name, Set.of());
    Set<String> banned = new TreeSet<>(MAY_USE.keySet());
    banned.remove(name);
    if (allowed.contains(ANY)) {
      banned.removeIf(other -> !BEYOND_APP.contains(other) || name.equals("cli"));
    } else {
      banned.removeAll(allowed);
    }
    if (banned.isEmpty()) {
      return;
    }
    check(
        noClasses()
            .that(resideInAPackage(full(name)))
            .should()
            .dependOnClassesThat(resideInAnyPackage(full(banned)))
            .as("%s uses nothing of ours but %s".formatted(name, allowed)));
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(BASE))
            .map(name -> name.substring(BASE.length() + 1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(MAY_USE.keySet()).containsAll(found);
  }

  @Test
  void hasNoCycles() {
    check(slices().matching(BASE + ".(**)").should().beFreeOfCycles());
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        CLASSES.stream()
            .map(JavaClass::getPackage)
            .filter(each -> !each.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unmarked).isEmpty();
  }

  @Test
  void keepsLibrariesBehindTheirFences() {
    fence("picocli", "cli");
    fence("okhttp3", "provider.http");
    fence("okio", "provider.http");
    fence("org.eclipse.jetty", "server.jetty");
    fence("org.yaml.snakeyaml", "config");
    fence("org.jline", "chat..");
    fence("ch.qos.logback", "observe");
    for (String library : new String[] {"java.sql", "org.sqlite", "org.postgresql", "com.zaxxer"}) {
      fence(library, "store");
    }
  }

  private static void fence(String library, String owner) {
    check(
        noClasses()
            .that(resideOutsideOfPackages(full(owner)))
            .should()
            .dependOnClassesThat(resideInAnyPackage(library, library + ".."))
            .as("only %s knows %s".formatted(owner, library)));
  }

  @Test
  void keepsAnnotationsOutOfTheModel() {
    check(
        noClasses()
            .that(resideInAPackage(full("model")))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "com.fasterxml.jackson.annotation..", "tools.jackson.databind.annotation..")));
  }

  @Test
  void onlyTheCommandLineTouchesTheProcessStreamsAndItsEnd() {
    var outside = noClasses().that(resideOutsideOfPackages(full("cli")));
    check(outside.should().accessField(System.class, "out"));
    check(outside.should().accessField(System.class, "err"));
    check(outside.should().callMethod(System.class, "exit", int.class));
    check(outside.should().callMethod(Runtime.class, "exit", int.class));
    check(outside.should().callMethod(Runtime.class, "halt", int.class));
  }

  @Test
  void onlyTheConfigurationReadsTheEnvironment() {
    var outside = noClasses().that(resideOutsideOfPackages(full("config")));
    check(outside.should().callMethod(System.class, "getenv"));
    check(outside.should().callMethod(System.class, "getenv", String.class));
  }

  @Test
  void namesSayWhatAClassDoes() {
    check(
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Common")
            .orShould()
            .haveSimpleNameEndingWith("Impl"));
  }

  @Test
  void hasNoStaticMutableState() {
    check(fields().that().areStatic().and(notSynthetic()).should().beFinal());
  }

  private static DescribedPredicate<JavaField> notSynthetic() {
    return DescribedPredicate.describe(
        "not made by the compiler",
        field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
  }

  /** A rule about a package that does not exist yet holds. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static String full(String name) {
    return BASE + "." + name;
  }

  private static String[] full(Set<String> names) {
    return names.stream().map(ArchitectureTest::full).toArray(String[]::new);
  }
}
