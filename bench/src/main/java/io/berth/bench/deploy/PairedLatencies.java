/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

/**
 * Latencies of the service and of a baseline client, measured in turn.
 *
 * @param first from sending the command to the first observed object
 * @param complete from sending the command to the observed Deployment
 * @param baselineComplete from the baseline client's start to the observed Deployment
 * @param baselineCall to the response of its last call
 */
record PairedLatencies(
    LatencyPercentiles first,
    LatencyPercentiles complete,
    LatencyPercentiles baselineComplete,
    LatencyPercentiles baselineCall) {

  void print() {
    DeployBench.say("| command sent → first object seen        | %s |", first);
    DeployBench.say("| command sent → Deployment seen          | %s |", complete);
    DeployBench.say("| bare client: begun → Deployment seen    | %s |", baselineComplete);
    DeployBench.say("| bare client: begun → last call answered | %s |", baselineCall);
    DeployBench.say(
        "ratio of the medians to the bare client's: to the first object %.2f, to the Deployment %.2f",
        first.median() / baselineComplete.median(), complete.median() / baselineComplete.median());
  }
}
