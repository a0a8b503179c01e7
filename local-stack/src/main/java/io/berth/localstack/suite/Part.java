/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import java.util.Map;

/** One process of the suite, as data. */
sealed interface Part {

  /** Unique; also the name of its log file. */
  String name();

  /** Where it answers. */
  int port();

  Stage stage();

  record Broker(int port, int controllerPort) implements Part {
    @Override
    public String name() {
      return "kafka";
    }

    @Override
    public Stage stage() {
      return Stage.BROKER;
    }
  }

  record Elasticsearch(int port, int transportPort) implements Part {
    @Override
    public String name() {
      return "elasticsearch";
    }

    @Override
    public Stage stage() {
      return Stage.BACKING;
    }
  }

  /**
   * @param forwardPort where the logs of its simulated pods go
   */
  record Cluster(String cluster, int port, int forwardPort) implements Part {
    @Override
    public String name() {
      return "cluster-" + cluster;
    }

    @Override
    public Stage stage() {
      return Stage.BACKING;
    }
  }

  /**
   * @param module folder of the service; its runnable jar is {@code module/target/module-app.jar}
   * @param heap as Java takes it
   * @param environment its configuration; may hold secrets, so it is never printed
   */
  record Service(
      String name,
      String module,
      int port,
      Stage stage,
      String heap,
      Map<String, String> environment)
      implements Part {
    @Override
    public String toString() {
      return name;
    }
  }
}
