/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The servers may be killed too. A simulated cluster forgets its objects, so this comes last. */
@ExtendWith(WithSuite.class)
@Order(Integer.MAX_VALUE)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(WithSuite.RUNNING)
@ResourceLock(WithSuite.CLUSTERS)
class ServersKilledE2E {

  @Test
  void allServersKilledAtOnce_eachIsHealthyAgainAsAnotherProcess(BerthProgram berth) {
    var servers = List.of("cluster-dc-b", "elasticsearch", "kafka");
    Map<String, Long> before = berth.pids(servers);

    berth.kill(servers);

    berth.awaitHealth(servers);
    assertThat(berth.pids(servers))
        .allSatisfy((server, pid) -> assertThat(pid).as(server).isNotEqualTo(before.get(server)));
  }
}
