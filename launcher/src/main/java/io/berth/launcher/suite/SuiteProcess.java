/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import io.berth.teststack.process.ListenAddress;
import java.util.Map;

/** One process of the suite, as data. */
public sealed interface SuiteProcess {

  /** Unique; also the name of its log file. */
  String name();

  /** Where it answers. */
  int port();

  /** How this machine reaches it, as it stands in a URL. */
  default String host() {
    return "localhost";
  }

  StartupStage stage();

  record KafkaProcess(ListenAddress address, int port, int controllerPort) implements SuiteProcess {
    @Override
    public String host() {
      return address.host();
    }

    @Override
    public String name() {
      return "kafka";
    }

    @Override
    public StartupStage stage() {
      return StartupStage.BROKER;
    }
  }

  record ElasticsearchProcess(int port, int transportPort) implements SuiteProcess {
    @Override
    public String name() {
      return "elasticsearch";
    }

    @Override
    public StartupStage stage() {
      return StartupStage.BACKING;
    }
  }

  /**
   * @param forward where the logs of its simulated pods go, {@code host:port}
   */
  record ClusterProcess(String cluster, int port, String forward) implements SuiteProcess {
    @Override
    public String name() {
      return "cluster-" + cluster;
    }

    @Override
    public StartupStage stage() {
      return StartupStage.BACKING;
    }
  }

  /**
   * @param module folder of the service; its runnable jar is {@code module/target/module-app.jar}
   * @param host how this machine reaches it
   * @param heap as Java takes it
   * @param environment its configuration; may hold secrets, so it is never printed
   */
  record BerthServiceProcess(
      String name,
      String module,
      String host,
      int port,
      StartupStage stage,
      String heap,
      Map<String, String> environment)
      implements SuiteProcess {
    @Override
    public String toString() {
      return name;
    }
  }
}
