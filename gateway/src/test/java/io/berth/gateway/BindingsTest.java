/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import io.berth.stream.BindingsContract;

class BindingsTest extends BindingsContract {

  @Override
  protected ServiceTable service() {
    return ServiceTable.ofConsumers("gateway", GatewayBindings.TOPICS, GatewayBindings.class);
  }
}
