;;; check.el --- What a user of Emacs sees  -*- lexical-binding: t -*-

;; With the settings of docs/editors.md: the findings of a document, the preferred fix, and none in
;; another document.  Ends Emacs with 0 if it is so.

(require 'eglot)
(require 'flymake)
(require 'nxml-mode)

(defvar workspace (getenv "WORKSPACE"))

(defun wait (what condition)
  "Wait until CONDITION holds, or fail with WHAT."
  (let ((start (float-time)))
    (while (not (funcall condition))
      (when (> (- (float-time) start) 20)
        (error "Not seen within 20 seconds: %s" what))
      (accept-process-output nil 0.05)
      (sit-for 0.01))))

(defun show (name)
  "Open the document NAME, and connect it with the server."
  (find-file (expand-file-name name workspace))
  (unless (eglot-managed-p)
    (apply #'eglot--connect (eglot--guess-contact))
    (wait "the client" (lambda () (eglot-managed-p))))
  (flymake-mode 1)
  (flymake-start))

(defun findings ()
  "The texts of what is found in the document."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(show "batch.json")
(wait "the finding" #'findings)
(unless (string-match-p "quantity-mismatch" (car (findings)))
  (error "Another finding: %S" (findings)))
(let* ((found (car (flymake-diagnostics)))
       (actions (eglot-code-actions (flymake-diagnostic-beg found) (flymake-diagnostic-end found)))
       (preferred (seq-find (lambda (it) (eq t (plist-get it :isPreferred))) (append actions nil))))
  (eglot-execute (eglot-current-server) preferred))
(unless (string-search "\"Quantity\": 1" (buffer-string))
  (error "Not fixed: %s" (buffer-string)))
(wait "the end of the finding" (lambda () (null (findings))))

(show "other.xml")
(sleep-for 0.5)
(when (findings)
  (error "Another document has findings: %S" (findings)))

(set-buffer-modified-p nil)
(message "Emacs: as `check'")
(let ((kill-emacs-query-functions nil))
  (kill-emacs 0))
