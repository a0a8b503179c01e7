/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.events.Topics;
import io.berth.stream.BindingsContract;
import java.util.Set;

/** What application.yml binds is what the service declares. */
class DeployBindingsTest extends BindingsContract {

  @Override
  protected ServiceTable service() {
    return ServiceTable.ofConsumers("deploy-svc", DeployBindings.TOPICS, DeployBindings.class)
        .alsoReading(Set.of(Topics.APPS));
  }
}
