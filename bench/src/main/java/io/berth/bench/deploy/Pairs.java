/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

/**
 * Applications by the service and by the bare client, in turn.
 *
 * @param first from sending the command to the first object that was seen
 * @param whole from there to the Deployment that was seen
 * @param bareWhole from the bare client's beginning to the Deployment that was seen
 * @param bareCall to the answer of its last call
 */
record Pairs(Millis first, Millis whole, Millis bareWhole, Millis bareCall) {

  void tell() {
    DeployBench.say("| command sent → first object seen        | %s |", first);
    DeployBench.say("| command sent → Deployment seen          | %s |", whole);
    DeployBench.say("| bare client: begun → Deployment seen    | %s |", bareWhole);
    DeployBench.say("| bare client: begun → last call answered | %s |", bareCall);
    DeployBench.say(
        "ratio of the medians to the bare client's: to the first object %.2f, to the Deployment %.2f",
        first.median() / bareWhole.median(), whole.median() / bareWhole.median());
  }
}
