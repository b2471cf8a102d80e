package io.llmgw.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCatalogTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
  private static final ModelCatalog CATALOG = ModelCatalog.load(null);

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o, gpt-4o, 2.5, 10",
    "openai, gpt-4o-2024-08-06, gpt-4o, 2.5, 10",
    "openai, gpt-4o-2024-05-13, gpt-4o-2024-05-13, 5, 15",
    "openai, openai/gpt-4o-mini, gpt-4o-mini, 0.15, 0.6",
    "openai, GPT-4.1, gpt-4.1, 2, 8",
    "openai, gpt-5.6, gpt-5.6-sol, 4, 20",
    "openai, gpt-6-sol, gpt-6-sol, 2, 10",
    "azure, gpt-35-turbo, gpt-35-turbo, 0.5, 1.5",
    "azure, azure/gpt-4o-2024-05-13, gpt-4o-2024-05-13, 5, 15",
    "azure, gpt-5.4-2026-03-05, gpt-5.4, 2.5, 15",
    "azure, gpt-4o-mini, gpt-4o-mini, 0.165, 0.66",
    "azure, us/gpt-5.4, us/gpt-5.4, 2.75, 16.5",
    "azure, azure/us/gpt-5.4-2026-03-05, us/gpt-5.4, 2.75, 16.5",
    "azure, global-standard/gpt-4o-mini, global-standard/gpt-4o-mini, 0.15, 0.6",
    "anthropic, claude-sonnet-4-5, claude-sonnet-4-5, 3, 15",
    "anthropic, claude-sonnet-4-5-20250929, claude-sonnet-4-5, 3, 15",
    "anthropic, claude-sonnet-4.5, claude-sonnet-4-5, 3, 15",
    "anthropic, claude-opus-5-5[1m], claude-opus-5-5, 4, 20",
    "anthropic, claude-3-haiku, claude-3-haiku-20240307, 0.25, 1.25",
    "vertex_ai, claude-opus-4-5@20251101, claude-opus-4-5, 5, 25",
    "vertex_ai, gemini-2.5-pro, gemini-2.5-pro, 1.25, 10",
    "vertex_ai, publishers/google/models/gemini-2.5-flash, gemini-2.5-flash, 0.3, 2.5",
    "bedrock, anthropic.claude-sonnet-4-5-20250929-v1:0, claude-sonnet-4-5, 3, 15",
    "bedrock, global.anthropic.claude-opus-5, claude-opus-5, 5, 25",
    "bedrock, us.anthropic.claude-opus-5, us.anthropic.claude-opus-5, 5.5, 27.5",
    "gemini, models/gemini-2.0-flash-001, gemini-2.0-flash, 0.1, 0.4",
    "gemini, gemini-3.1-pro, gemini-3.1-pro-preview, 2, 12",
    "gemini, gemini-3.8-flash, gemini-3.8-flash, 0.75, 3.75",
    "groq, openai/gpt-oss-120b, openai/gpt-oss-120b, 0.15, 0.6",
    "groq, llama-3.3-70b-versatile, llama-3.3-70b-versatile, 0.59, 0.79",
  })
  void knowsAModelByAnyOfItsNames(
      String vendor, String name, String known, BigDecimal input, BigDecimal output) {
    ModelFacts facts = CATALOG.find(vendor, name);

    assertThat(facts).isNotNull();
    assertThat(facts.name()).isEqualTo(known);
    assertThat(facts.price(DAY).of(Meter.INPUT)).isEqualByComparingTo(input);
    assertThat(facts.price(DAY).of(Meter.OUTPUT)).isEqualByComparingTo(output);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o-turbo",
    "openai, gpt-5.44",
    "openai, gpt-7",
    "openai, gpt",
    "openai, o1-preview",
    "openai, my/gpt-4o",
    "openai, claude-sonnet-4-5",
    "anthropic, claude-opus-6",
    "anthropic, claude-sonnet-4-55",
    "anthropic, claude",
    "gemini, gemini-2.5",
    "gemini, gemini-3.8-flash-image",
    "groq, gpt-4o",
    "mistral, mistral-huge-latest",
    "ollama, llama3.2:3b",
    "nobody, gpt-4o",
    "azure, prod-chat",
    "openai, '   '",
    "openai, '-2024-05-13'",
    "openai, 'openai/'",
  })
  void neverTakesOneModelForAnother(String vendor, String name) {
    assertThat(CATALOG.find(vendor, name)).isNull();
  }

  @Test
  void hasASourceAndADateForEveryModelAndNoNameTwice() {
    Set<String> names = new HashSet<>();
    for (ModelFacts facts : CATALOG.all()) {
      assertThat(facts.source()).as(facts.name()).isNotBlank();
      assertThat(facts.asOf())
          .as(facts.name())
          .isBetween(LocalDate.of(2026, 7, 1), LocalDate.of(2026, 11, 21));
      assertThat(names.add(facts.vendor() + " " + Spelling.key(facts.name())))
          .as(facts.name())
          .isTrue();
      assertThat(CATALOG.find(facts.vendor(), facts.name())).isEqualTo(facts);
      for (String alias : facts.aliases()) {
        assertThat(CATALOG.find(facts.vendor(), alias)).isEqualTo(facts);
      }
    }
    assertThat(names).hasSizeGreaterThan(250);
  }

  @Test
  void pricesOutputNeverBelowInputForChat() {
    for (ModelFacts facts : CATALOG.all()) {
      for (Price price : facts.prices()) {
        if (facts.mode().equals(ModelMode.CHAT)) {
          assertThat(price.of(Meter.OUTPUT))
              .as("%s %s", facts.vendor(), facts.name())
              .isGreaterThanOrEqualTo(price.of(Meter.INPUT));
        }
        BigDecimal cached = price.of(Meter.CACHED);
        assertThat(cached == null || cached.compareTo(price.of(Meter.INPUT)) <= 0)
            .as("%s %s", facts.vendor(), facts.name())
            .isTrue();
      }
    }
  }

  @Test
  void asksMoreForLongerPromptsAndForWritingToTheCache() {
    for (ModelFacts facts : CATALOG.all()) {
      String name = facts.vendor() + " " + facts.name();
      for (Price price : facts.prices()) {
        BigDecimal input = price.of(Meter.INPUT);
        BigDecimal written = price.of(Meter.CACHE_WRITE);
        if (written != null) {
          assertThat(written).as(name).isBetween(input, input.multiply(BigDecimal.TWO));
        }
        if (price.aboveTokens() > 0) {
          Price usual =
              facts.prices().stream()
                  .filter(one -> one.aboveTokens() == 0 && one.from().equals(price.from()))
                  .findFirst()
                  .orElseThrow(() -> new AssertionError(name + " has a tier of nothing"));
          price
              .usdPerMillion()
              .forEach((meter, usd) ->
                  assertThat(usd).as(name + " " + meter).isGreaterThanOrEqualTo(usual.of(meter)));
        }
      }
      assertThat(facts.prices().stream().map(one -> one.from() + " " + one.aboveTokens()))
          .as(name)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void keepsOutputWithinTheContextAndAsksWithinReason() {
    for (ModelFacts facts : CATALOG.all()) {
      String name = facts.vendor() + " " + facts.name();
      if (facts.contextTokens() != null && facts.mode().equals(ModelMode.CHAT)) {
        assertThat(facts.contextTokens()).as(name).isBetween(1_000, 20_000_000);
      }
      for (Price price : facts.prices()) {
        BigDecimal input = price.of(Meter.INPUT);
        BigDecimal output = price.of(Meter.OUTPUT);
        if (facts.mode().equals(ModelMode.CHAT) && input.signum() > 0) {
          assertThat(output).as(name).isLessThanOrEqualTo(input.multiply(BigDecimal.valueOf(20)));
        }
      }
    }
  }

  @Test
  void asksForASmallModelNoMoreThanForItsBiggerSister() {
    for (String pair :
        List.of(
            "openai gpt-5-nano gpt-5-mini",
            "openai gpt-5-mini gpt-5",
            "openai gpt-5 gpt-5-pro",
            "openai gpt-4.1-nano gpt-4.1-mini",
            "openai gpt-4.1-mini gpt-4.1",
            "openai gpt-4o-mini gpt-4o",
            "openai gpt-5.4-nano gpt-5.4-mini",
            "openai gpt-5.4-mini gpt-5.4",
            "openai gpt-5.6-luna gpt-5.6-terra",
            "openai gpt-5.6-terra gpt-5.6-sol",
            "openai gpt-6-luna gpt-6-sol",
            "openai gpt-6-sol gpt-6-astra",
            "openai text-embedding-3-small text-embedding-3-large",
            "anthropic claude-haiku-4-5 claude-sonnet-4-5",
            "anthropic claude-sonnet-4-5 claude-opus-4-5",
            "anthropic claude-haiku-5-5 claude-sonnet-5-5",
            "anthropic claude-sonnet-5-5 claude-opus-5-5",
            "anthropic claude-opus-5-5 claude-fable-5-1",
            "gemini gemini-2.5-flash-lite gemini-2.5-flash",
            "gemini gemini-2.5-flash gemini-2.5-pro",
            "gemini gemini-3.5-flash-lite gemini-3.5-flash",
            "groq openai/gpt-oss-20b openai/gpt-oss-120b")) {
      String[] words = pair.split(" ");
      Price small = CATALOG.find(words[0], words[1]).price(DAY);
      Price big = CATALOG.find(words[0], words[2]).price(DAY);
      assertThat(small.of(Meter.INPUT)).as(pair).isLessThanOrEqualTo(big.of(Meter.INPUT));
      assertThat(small.of(Meter.OUTPUT)).as(pair).isLessThanOrEqualTo(big.of(Meter.OUTPUT));
    }
  }

  @Test
  void changesItsPriceOnTheDayItChanges() {
    ModelFacts flash = CATALOG.find("gemini", "gemini-3.8-flash");
    ModelFacts argon = CATALOG.find("gemini", "gemini-4-argon");
    ModelFacts sonnet = CATALOG.find("anthropic", "claude-sonnet-5-5");

    assertThat(flash.price(LocalDate.of(2026, 12, 31)).of(Meter.INPUT))
        .isEqualByComparingTo("0.75");
    assertThat(flash.price(LocalDate.of(2027, 1, 1)).of(Meter.INPUT)).isEqualByComparingTo("1.5");
    assertThat(argon.price(LocalDate.of(2026, 11, 30)).of(Meter.OUTPUT)).isEqualByComparingTo("10");
    assertThat(argon.price(LocalDate.of(2026, 12, 1)).of(Meter.OUTPUT)).isEqualByComparingTo("20");
    assertThat(sonnet.price(LocalDate.of(2026, 10, 6)).of(Meter.CACHED))
        .isEqualByComparingTo("0.2");
    assertThat(sonnet.price(LocalDate.of(2026, 10, 7)).of(Meter.CACHED))
        .isEqualByComparingTo("0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-5.4, 272000, 2.5, 15",
    "openai, gpt-5.4, 272001, 5, 22.5",
    "openai, gpt-6-astra, 272001, 20, 75",
    "gemini, gemini-2.5-pro, 200001, 2.5, 15",
    "anthropic, claude-sonnet-4-5, 200001, 6, 22.5",
    "anthropic, claude-haiku-5-5, 100001, 0.5, 2.5",
  })
  void pricesAWholeRequestByTheLengthOfItsPrompt(
      String vendor, String name, long prompt, BigDecimal input, BigDecimal output) {
    Price price = CATALOG.find(vendor, name).price(DAY, prompt);

    assertThat(price.of(Meter.INPUT)).isEqualByComparingTo(input);
    assertThat(price.of(Meter.OUTPUT)).isEqualByComparingTo(output);
  }

  @Test
  void takesWhatAUserImportedOverItsOwn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("prices.json");
    Files.writeString(
        file,
        """
        {"source": "file.json", "date": "2026-11-20"}
        {"vendor":"openai", "name": "gpt-4o", "prices": [{"input": 1, "output": 2}]}
        {"vendor":"together_ai", "name": "acme/one", "context": 5}
        """);
    ModelCatalog catalog = ModelCatalog.load(file);

    ModelFacts changed = catalog.find("azure_ai", "gpt-5");
    assertThat(changed).isEqualTo(CATALOG.find("openai", "gpt-5"));
    ModelFacts mine = catalog.find("openai", "gpt-4o-2024-08-06");
    assertThat(mine.price(DAY).of(Meter.INPUT)).isEqualByComparingTo("1");
    assertThat(mine.contextTokens()).isEqualTo(128_000);
    assertThat(mine.source()).isEqualTo("file.json");
    assertThat(catalog.find("together_ai", "acme/one").contextTokens()).isEqualTo(5);
    assertThat(catalog.all()).hasSize(CATALOG.all().size() + 1);
  }

  @Test
  void takesAMissingFileForNone(@TempDir Path folder) {
    assertThat(ModelCatalog.load(folder.resolve("none.json")).all()).hasSameSizeAs(CATALOG.all());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"vendor\":\"openai\",                           | is not JSON: line 1",
        "[]                                                 | line 2 is not a model",
        "{\"name\":\"a\"}                                  | line 2 is not a model",
        "{\"vendor\":\"openai\"}                           | `name` is missing",
        "{\"vendor\":\"openai\",\"name\":\"a\",\"context\":-1} | model 'a': `context` is not a count: -1",
        "{\"vendor\":\"openai\",\"name\":\"a\",\"can\":[\"fly\"]} | 'fly' is not a capability",
        "{\"vendor\":\"openai\",\"name\":\"a\",\"prices\":[{\"input\":\"x\"}]} | input is not a price",
        "{\"vendor\":\"openai\",\"name\":\"a\",\"retires\":\"soon\"} | `retires` is not a date",
        "{\"vendor\":\"openai\",\"name\":\"a\"}            | `source` is missing",
      })
  void tellsWhatIsWrongInAFile(String text, String told, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("prices.json");
    Files.writeString(file, "{}\n" + text.strip() + "\n");
    ModelCatalog catalog = ModelCatalog.load(file);

    assertThatThrownBy(() -> catalog.find("openai", "gpt-4o"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(told)
        .hasMessageContaining("prices.json, line 2");
  }

  @Test
  void readsEveryVendorsFileToTheEnd() {
    assertThat(CATALOG.all().stream().map(ModelFacts::vendor).distinct())
        .containsAll(List.of("openai", "azure", "anthropic", "gemini", "bedrock", "groq"));
  }
}
