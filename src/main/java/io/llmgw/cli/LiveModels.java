package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.app.ModelLists.Listing;
import io.llmgw.catalog.ModelCatalog;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.provider.UpstreamModel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The models the providers say they have now.
 *
 * @param failed the upstreams that gave no list
 * @param answered how many gave one
 * @param latency by a row's id how long its upstream took to give its list, the fastest of several
 */
record LiveModels(
    ModelRows rows, List<Listing> failed, int answered, Map<String, Duration> latency) {
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** Asks every configured provider and the servers of this machine. */
  static LiveModels ask(SharedOptions shared, Surroundings surroundings, ModelCatalog catalog) {
    try (GatewayRuntime runtime = open(shared, surroundings)) {
      // without what was left out because there is no adapter for it
      var config = runtime.gateway().snapshot().config();
      Duration limit = Objects.requireNonNullElse(shared.timeout, LIMIT);
      List<Listing> listings = runtime.modelLists().ask(config, limit);
      List<Listing> failed = listings.stream().filter(one -> one.failure() != null).toList();
      ModelRows rows = new ModelRows(config, catalog, ModelList.today());
      Map<String, Duration> latency = new HashMap<>();
      for (Listing listing : listings) {
        Set<String> before = rows.ids();
        addTo(rows, listing);
        measure(latency, rows, before, listing);
      }
      runtime.localModels().forEach(rows::addLocal);
      for (Listing listing : listings) {
        Set<String> before = rows.ids();
        addOffered(rows, listing);
        measure(latency, rows, before, listing);
      }
      return new LiveModels(rows, failed, listings.size() - failed.size(), latency);
    }
  }

  /** The time of an upstream is that of the rows it added, and of those it serves too. */
  private static void measure(
      Map<String, Duration> latency, ModelRows rows, Set<String> before, Listing listing) {
    if (listing.failure() == null) {
      Set<String> its = rows.ids();
      its.removeAll(before);
      listing.entries().forEach(entry -> its.add(entry.modelName()));
      its.forEach(id -> latency.merge(id, listing.took(), LiveModels::lesser));
    }
  }

  private static Duration lesser(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  static GatewayRuntime open(SharedOptions shared, Surroundings surroundings) {
    ConfigRequest request = ConfigRequest.DEFAULT;
    return GatewayRuntime.open(
        new ConfigLoader(surroundings.environment()),
        shared.config == null ? request : request.withFile(shared.config));
  }

  private static void addTo(ModelRows rows, Listing listing) {
    for (DeploymentConfig entry : listing.entries()) {
      if (entry.modelName().contains("*") && !listing.models().isEmpty()) {
        rows.addWildcard(entry, listing.models().stream().map(UpstreamModel::id).toList());
      } else {
        rows.addEntry(entry);
      }
    }
  }

  private static void addOffered(ModelRows rows, Listing listing) {
    listing.models().forEach(model -> rows.addOffered(listing.first(), model.id()));
  }
}
