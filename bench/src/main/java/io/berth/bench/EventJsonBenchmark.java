/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench;

import io.berth.events.kafka.EventJson;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.ScalingPolicy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reads and writes payloads as services do, validation included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EventJsonBenchmark {

  private final ResourceSample sample = CartSamples.sample(CartSamples.START, 3, 2_000);
  private final ScalingPolicy policy = CartSamples.policy();
  private final byte[] sampleJson = EventJson.write(sample);
  private final byte[] policyJson = EventJson.write(policy);

  /** A sample of three pods to bytes. */
  @Benchmark
  public byte[] writeSample() {
    return EventJson.write(sample);
  }

  /** A sample of three pods from bytes. */
  @Benchmark
  public ResourceSample readSample() {
    return EventJson.read(sampleJson, ResourceSample.class);
  }

  /** A policy from bytes. */
  @Benchmark
  public ScalingPolicy readPolicy() {
    return EventJson.read(policyJson, ScalingPolicy.class);
  }
}
