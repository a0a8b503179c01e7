/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

/**
 * Size limits for the input of one client.
 *
 * @param frameBytes of one message or chunk, as it is sent
 * @param unzippedBytes of one chunk, after decompression; never held at once
 * @param entryBytes of one record
 */
public record ForwardLimits(int frameBytes, long unzippedBytes, int entryBytes) {

  /** 16 MiB a chunk, 256 MiB unzipped, 4 MiB a record. */
  public static final ForwardLimits DEFAULT = new ForwardLimits(16 << 20, 256L << 20, 4 << 20);
}
