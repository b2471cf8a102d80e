package io.llmgw.cli;

import io.llmgw.app.Probing;
import io.llmgw.config.ConfigException;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Environment;
import io.llmgw.config.GivenParameter;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.Secret;
import io.llmgw.config.WrappedEnvironment;
import io.llmgw.probe.Diagnosis;
import io.llmgw.probe.Plan;
import io.llmgw.probe.Rung;
import io.llmgw.probe.RungResult;
import io.llmgw.probe.Target;
import io.llmgw.probe.TargetReport;
import io.llmgw.probe.TestRun;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tries a provider's key where it would be used, with calls that cost nothing. */
final class KeyCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MOST = 4;

  private final SharedOptions shared;
  private final Environment environment;

  KeyCheck(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.environment = surroundings.environment();
  }

  /**
   * Returns what was seen, for people, when no place refused the key.
   *
   * @throws CommandException when it is refused, or cannot be tried now
   */
  String require(String variable, Secret secret) {
    LoadedConfig loaded = places(variable, secret);
    if (loaded == null) {
      return "not checked: nothing tells where it is used";
    }
    try (Probing probing = Probing.of(loaded)) {
      List<Target> targets = distinct(probing.targets(), secret);
      Duration patience = shared.timeout == null ? PATIENCE : shared.timeout;
      Plan plan = new Plan(Rung.AUTH, true, patience, MOST, false);
      return judged(
          variable, new TestRun(probing.ladder(), plan, TestRun.Listener.NONE).run(targets));
    }
  }

  private static String judged(String variable, List<TargetReport> reports) {
    for (TargetReport report : reports) {
      Diagnosis wrong = report.diagnosis();
      if (wrong != null) {
        String cause = wrong.cause() == null ? "" : " (" + wrong.cause() + ")";
        throw new CommandException(
            ExitCode.of(wrong.fault()),
            "the key for %s did not pass its check: %s%s".formatted(variable, wrong.what(), cause),
            (wrong.hint() == null ? "" : wrong.hint() + "; or ") + "--no-verify");
      }
    }
    boolean accepted =
        reports.stream()
            .flatMap(report -> report.results().stream())
            .anyMatch(result ->
                result.rung() == Rung.AUTH && result.outcome() == RungResult.Outcome.PASSED);
    return accepted ? "accepted by the provider" : "not checked: the provider has no free call";
  }

  private static boolean isFor(DeploymentConfig one, Secret secret) {
    Secret key = one.endpoint().apiKey();
    return key != null && key.equals(secret);
  }

  /** Each place the key would be sent to, once. */
  private static List<Target> distinct(List<Target> targets, Secret secret) {
    Map<String, Target> places = new LinkedHashMap<>();
    for (Target target : targets) {
      DeploymentConfig one = target.deployment();
      if (isFor(one, secret)) {
        places.putIfAbsent(one.provider() + " " + one.endpoint().apiBase(), target);
      }
    }
    return places.values().stream().limit(MOST).toList();
  }

  /** The configuration as it would be with the key; or the provider alone; null for neither. */
  private @Nullable LoadedConfig places(String variable, Secret secret) {
    ConfigLoader loader = new ConfigLoader(new With(environment, variable, secret));
    try {
      ConfigRequest request = ConfigRequest.DEFAULT;
      LoadedConfig whole =
          loader.load(shared.config == null ? request : request.withFile(shared.config));
      boolean used = whole.config().deployments().stream().anyMatch(one -> isFor(one, secret));
      if (used) {
        return whole;
      }
    } catch (ConfigException _) {
      // a key may be what is missing in it; the provider alone can still be asked
    }
    try {
      String provider = ProviderSecrets.providerOf(variable).orElse(null);
      return provider == null ? null : alone(loader, provider + "/*", variable);
    } catch (ConfigException _) {
      // such as Azure without an address
      return null;
    }
  }

  private static LoadedConfig alone(ConfigLoader loader, String model, String variable) {
    return loader.loadOne(
        model,
        List.of(
            new GivenParameter("model", model, "PROVIDER"),
            new GivenParameter("api_key", "os.environ/" + variable, "PROVIDER")));
  }

  /** The surroundings as if a variable were set. */
  private static final class With extends WrappedEnvironment {
    private final String variable;
    private final Secret secret;

    With(Environment real, String variable, Secret secret) {
      super(real);
      this.variable = variable;
      this.secret = secret;
    }

    @Override
    public @Nullable String variable(String name) {
      return name.equals(variable) ? secret.reveal() : real.variable(name);
    }
  }
}
