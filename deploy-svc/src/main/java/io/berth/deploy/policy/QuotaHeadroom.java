/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

/**
 * What a namespace's ResourceQuota has left, counting the application's own pods as free: {@link
 * Long#MAX_VALUE} where nothing is limited.
 *
 * @param limitsCpuMillis millicores of CPU limits
 * @param limitsMemoryBytes bytes of memory limits
 * @param pods number of pods
 */
public record QuotaHeadroom(long limitsCpuMillis, long limitsMemoryBytes, long pods) {

  public static final QuotaHeadroom UNBOUNDED =
      new QuotaHeadroom(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
}
