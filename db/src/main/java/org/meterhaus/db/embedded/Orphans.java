package org.meterhaus.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.meterhaus.db.DatabaseUnusable;

/**
 * Servers that an earlier, killed run left on a data directory. The caller holds the lock of that
 * directory, so whatever still runs there has no owner.
 */
final class Orphans {
  private static final System.Logger LOG = System.getLogger(Orphans.class.getName());

  private final Path data;
  private final Path pidFile;

  Orphans(Path data) {
    this.data = data;
    this.pidFile = data.resolve("postmaster.pid");
  }

  /** Ends them all and removes what would make the next server believe that one is running. */
  void end(long withinSeconds) {
    List<ProcessHandle> running = running();
    if (!running.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "an earlier run left PostgreSQL running on %s: stopping process %s"
                  .formatted(data, running.stream().map(ProcessHandle::pid).toList()));
      // recovery by write-ahead log is what the next start does anyway
      running.forEach(ProcessHandle::destroyForcibly);
      await(running, withinSeconds);
    }
    try {
      // its process number may by now be somebody else's, which would block the next start for ever
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new DatabaseUnusable("cannot remove " + pidFile + ": " + e.getMessage(), e);
    }
  }

  /** Every process that works in the data directory: the postmaster and all of its children do. */
  private List<ProcessHandle> running() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> worksHere(process) || isPostmaster(process))
        .toList();
  }

  private boolean worksHere(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "cwd"))
          .equals(data.toRealPath());
    } catch (IOException _) {
      // gone by now, another user's, or a system without /proc
      return false;
    }
  }

  private boolean isPostmaster(ProcessHandle process) {
    return recordedPid().filter(pid -> pid == process.pid()).isPresent()
        && process.info().command().filter(command -> command.endsWith("/postgres")).isPresent()
        && process.info().commandLine().filter(line -> line.contains(data.toString())).isPresent();
  }

  private Optional<Long> recordedPid() {
    try {
      return Files.readString(pidFile).lines().findFirst().map(String::strip).map(Long::valueOf);
    } catch (IOException | NumberFormatException _) {
      // no server, or killed while writing this file
      return Optional.empty();
    }
  }

  private void await(List<ProcessHandle> processes, long withinSeconds) {
    try {
      CompletableFuture.allOf(
              processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
          .get(withinSeconds, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new DatabaseUnusable(
          "PostgreSQL of an earlier run on %s does not end: stop it by hand".formatted(data), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnusable("interrupted while stopping an earlier PostgreSQL", e);
    }
  }
}
