/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

/** Why a cluster cannot be used, and what its owner can do. */
final class ClusterProblemException extends Exception {

  private static final long serialVersionUID = 1L;
  private final String problem;

  ClusterProblemException(String problem) {
    super(problem);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
