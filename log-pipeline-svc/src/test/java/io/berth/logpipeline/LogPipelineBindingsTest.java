/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import io.berth.stream.BindingsContract;

class LogPipelineBindingsTest extends BindingsContract {

  @Override
  protected ServiceTable service() {
    return ServiceTable.ofConsumers(
            "log-pipeline-svc", LogPipelineBindings.TOPICS, LogPipelineBindings.class)
        .alsoReading(LogPipelineBindings.READ_BY_PLAIN_CLIENTS);
  }
}
