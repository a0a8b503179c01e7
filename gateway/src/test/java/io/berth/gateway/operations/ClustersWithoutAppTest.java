/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import static io.berth.gateway.GatewaySamples.CART;
import static io.berth.gateway.GatewaySamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.CommandSamples;
import io.berth.events.Envelope;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.PartialFailurePolicy.All;
import io.berth.events.command.PartialFailurePolicy.BestEffort;
import io.berth.events.command.PartialFailurePolicy.CanaryFirst;
import io.berth.events.command.PartialFailurePolicy.Quorum;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.berth.gateway.GatewaySamples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A command on an existing application goes to the clusters that have it, or to those it names. */
class ClustersWithoutAppTest {

  private static final List<String> CLUSTERS = List.of("dc-a", "dc-b", "dc-c");
  private static final Instant LATER = NOON.plusSeconds(5);
  private static final Instant OVERDUE = NOON.plus(Duration.ofMinutes(11));
  private static final Violation MISSING =
      new Violation("app-exists", 1, "app", "'shop/cart'", "one", "Deploy it first.");

  /** The order in which the three clusters answer. */
  private static final List<List<Integer>> ORDERS =
      List.of(
          List.of(0, 1, 2),
          List.of(0, 2, 1),
          List.of(1, 0, 2),
          List.of(1, 2, 0),
          List.of(2, 0, 1),
          List.of(2, 1, 0));

  /**
   * One row of the table.
   *
   * @param has whether each cluster has the application, and then succeeds
   */
  record Row(Command command, List<Boolean> has, Verdict expected) {
    boolean named() {
      return !command.meta().clusters().isEmpty();
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
            new All(), new Quorum(1), new Quorum(2), new BestEffort(), new CanaryFirst("dc-a"))
        .flatMap(policy -> Stream.of(row(policy, List.of()), row(policy, CLUSTERS)))
        .flatMap(meta -> CommandSamples.onExistingApp(meta, CART).stream())
        .flatMap(
            command ->
                IntStream.range(0, 8)
                    .mapToObj(bits -> List.of((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0))
                    .map(has -> new Row(command, has, expected(command.meta(), has))));
  }

  private static CommandMeta row(PartialFailurePolicy policy, List<String> named) {
    return new CommandMeta(
        "ann",
        null,
        CommandMeta.DEFAULT_DEADLINE,
        named,
        new ClusterOrder.AllAtOnce(),
        policy,
        null,
        false);
  }

  private static Verdict expected(CommandMeta meta, List<Boolean> has) {
    long having = has.stream().filter(Boolean::booleanValue).count();
    long needed =
        switch (meta.partialFailure()) {
          case All _, CanaryFirst _ -> 3;
          case Quorum(int clusters) -> clusters;
          case BestEffort _ -> 1;
        };
    return having >= (meta.clusters().isEmpty() ? 1 : needed)
        ? Verdict.SUCCEEDED
        : Verdict.REJECTED;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void verdict_isThatOfTheClustersThatHaveIt_orOfThoseThatAreNamed(Row row) {
    for (List<Integer> order : ORDERS) {
      CommandStatusStore statuses = new CommandStatusStore(3);
      statuses.apply(Envelope.of("c1", "/test", NOON, row.command()));
      Verdict early = null;
      for (int cluster : order) {
        statuses.apply(answer(cluster, row.has().get(cluster) ? "SUCCEEDED" : "LACKS"));
        Verdict now = view(statuses, LATER).overall().verdict();
        if (early != null) {
          assertThat(now).as("an overall verdict never changes").isEqualTo(early);
        }
        early = now;
      }
      assertTold(row, view(statuses, LATER));
    }
  }

  private static void assertTold(Row row, CommandStatusView view) {
    assertThat(view.overall().verdict()).isEqualTo(row.expected());
    assertThat(view.overall().complete()).isTrue();
    for (int i = 0; i < CLUSTERS.size(); i++) {
      boolean skipped = !row.named() && !row.has().get(i) && row.has().contains(true);
      assertThat(view.clusters().get(i).skipped()).isEqualTo(skipped);
      String told = row.has().get(i) ? "succeeded" : skipped ? "does not have it" : "refused it";
      assertThat(view.overall().sentence()).contains(CLUSTERS.get(i) + " " + told);
    }
  }

  /** What dc-a, dc-b and dc-c say; overall while there is time, and when it is up. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "ALL, LACKS, -, -, -, UNREACHABLE",
        "ALL, LACKS, SUCCEEDED, -, -, UNREACHABLE",
        "ALL, LACKS, SUCCEEDED, FAILED, FAILED, FAILED",
        "ALL, LACKS, SUCCEEDED, REJECTED, REJECTED, REJECTED",
        "ALL, LACKS, LACKS, ROLLED_BACK, ROLLED_BACK, ROLLED_BACK",
        "QUORUM, LACKS, SUCCEEDED, FAILED, FAILED, FAILED",
        "QUORUM, LACKS, SUCCEEDED, -, -, UNREACHABLE",
        "QUORUM, LACKS, SUCCEEDED, LACKS, SUCCEEDED, SUCCEEDED",
        "BEST_EFFORT, LACKS, -, -, -, UNREACHABLE",
        "BEST_EFFORT, LACKS, SUCCEEDED, FAILED, SUCCEEDED, SUCCEEDED",
        "CANARY_FIRST, LACKS, -, -, -, UNREACHABLE",
        "CANARY_FIRST, LACKS, SUCCEEDED, FAILED, FAILED, FAILED",
        "CANARY_FIRST, FAILED, LACKS, -, FAILED, FAILED"
      })
  void clusterWithoutIt_countsForNothing_besideOthersThatFailOrAreSilent(
      String policy,
      String a,
      @Nullable String b,
      @Nullable String c,
      @Nullable Verdict early,
      Verdict late) {
    CommandStatusStore statuses = new CommandStatusStore(3);
    PartialFailurePolicy meant =
        switch (policy) {
          case "ALL" -> new All();
          case "QUORUM" -> new Quorum(2);
          case "BEST_EFFORT" -> new BestEffort();
          default -> new CanaryFirst("dc-a");
        };
    Command restart = CommandSamples.onExistingApp(row(meant, List.of()), CART).get(2);
    statuses.apply(Envelope.of("c1", "/test", NOON, restart));
    int cluster = 0;
    for (String said : new String[] {a, b, c}) {
      if (said != null) {
        statuses.apply(answer(cluster, said));
      }
      cluster++;
    }
    assertThat(view(statuses, LATER).overall().verdict()).isEqualTo(early);
    assertThat(view(statuses, OVERDUE).overall().verdict()).isEqualTo(late);
  }

  @Test
  void rejectionForMoreThanTheMissingApplication_isAFailure() {
    CommandStatusStore statuses = new CommandStatusStore(3);
    statuses.apply(GatewaySamples.scale("c1", 3));
    statuses.apply(answer(0, "SUCCEEDED"));
    statuses.apply(new Rejected(ref(1), List.of(MISSING, MISSING)));
    statuses.apply(answer(2, "LACKS"));
    CommandStatusView view = view(statuses, LATER);
    assertThat(view.overall())
        .isEqualTo(
            new OverallStatus(
                Verdict.REJECTED, true, "dc-a succeeded, dc-b refused it, dc-c does not have it"));
    assertThat(view.clusters().getLast().summary())
        .isEqualTo("Does not have the application; the command goes to the clusters that have it");
    assertThat(view.clusters().getLast().verdict()).isEqualTo(Verdict.REJECTED);
  }

  private static Operation answer(int cluster, String said) {
    return switch (said) {
      case "LACKS" -> new Rejected(ref(cluster), List.of(MISSING));
      case "REJECTED" -> GatewaySamples.rejected("c1", CLUSTERS.get(cluster));
      default ->
          new Concluded(
              ref(cluster),
              Verdict.valueOf(said),
              7L,
              null,
              said.equals("SUCCEEDED") ? null : GatewaySamples.MISSING_IMAGE,
              "It is over.",
              null,
              null);
    };
  }

  private static OperationRef ref(int cluster) {
    return new OperationRef("c1", "scale", CART, CLUSTERS.get(cluster), "ann", NOON);
  }

  private static CommandStatusView view(CommandStatusStore statuses, Instant asOf) {
    return CommandStatusView.of(statuses.find("c1").orElseThrow(), CLUSTERS, asOf);
  }
}
