/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench;

import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.ScalingState;
import io.berth.scaler.scaling.DecisionOutcome;
import io.berth.scaler.scaling.DecisionOutcome.Decided;
import io.berth.scaler.scaling.DecisionOutcome.Skipped;
import io.berth.scaler.scaling.ScalingDecider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Replays an hour of samples through the decider, each with its windows, explanation and hash: how
 * many decisions a second one core makes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DeciderBenchmark {

  private static final int STEPS = 240;

  /** Pods in each sample. */
  @Param({"3", "30"})
  public int pods = 3;

  private final ScalingDecider decider = new ScalingDecider();
  private final ScalingPolicy policy = CartSamples.policy();
  private List<ResourceSample> samples = List.of();
  private ScalingState state = ScalingState.INITIAL;
  private int step;

  /** Makes the hour. */
  @Setup
  public void samples() {
    samples = new ArrayList<>();
    for (int at = 0; at < STEPS; at++) {
      long load = (long) (600 * pods * (1 + Math.sin(at / 20.0)));
      samples.add(CartSamples.sample(CartSamples.START.plusSeconds(15L * at), pods, load));
    }
  }

  /** One decision; the hour begins anew when it is over. */
  @Benchmark
  public ScalingDecision decide() {
    if (step == STEPS) {
      step = 0;
      state = ScalingState.INITIAL;
    }
    ResourceSample sample = samples.get(step++);
    DecisionOutcome outcome = decider.decide(policy, state, sample, sample.sampledAt());
    return switch (outcome) {
      case Decided(ScalingDecision decision, ScalingState next) -> {
        state = next;
        yield decision;
      }
      case Skipped(String why) -> throw new IllegalStateException(why);
    };
  }
}
