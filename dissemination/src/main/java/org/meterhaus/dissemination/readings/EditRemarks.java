package org.meterhaus.dissemination.readings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.db.customers.Stay;
import org.meterhaus.db.edits.Edit;
import org.meterhaus.db.edits.Edits;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.readings.Series.EditRemark;

/** What a customer reads about the operator's edits of its own time. Stateless. */
final class EditRemarks {
  private EditRemarks() {}

  /** Those that held at {@code then}, cut to the question and to the caller's stays. */
  static List<EditRemark> of(CustomerScope scope, Question question, Instant then) {
    var remarks = new ArrayList<EditRemark>();
    Instant from = question.interval().start();
    Instant until = question.interval().end();
    for (Edit edit : new Edits(scope.session()).of(question.channel().id(), from, until)) {
      if (!holds(edit, then)) {
        continue;
      }
      for (Stay stay : question.stays()) {
        Instant start = later(later(edit.start(), from), stay.from());
        Instant end = earlier(edit.end(), until);
        end = stay.until() == null ? end : earlier(end, stay.until());
        if (start.isBefore(end)) {
          remarks.add(new EditRemark(start, end, edit.customerText(), edit.createdAt()));
        }
      }
    }
    return List.copyOf(remarks);
  }

  private static boolean holds(Edit edit, Instant then) {
    Edit.Revocation revocation = edit.revocation();
    return !edit.createdAt().isAfter(then) && (revocation == null || revocation.at().isAfter(then));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
