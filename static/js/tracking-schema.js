// Written by `manage.py generate_tracking_schema` from tracking/notes.py: change it there.

export const STAGES = [
  {
    "value": "interested",
    "label": "Interested"
  },
  {
    "value": "applied",
    "label": "Applied"
  },
  {
    "value": "screening",
    "label": "Screening"
  },
  {
    "value": "interview",
    "label": "Interview"
  },
  {
    "value": "reference",
    "label": "Reference"
  },
  {
    "value": "offer",
    "label": "Offer"
  },
  {
    "value": "accepted",
    "label": "Accepted"
  },
  {
    "value": "declined",
    "label": "Declined"
  },
  {
    "value": "rejected",
    "label": "Rejected"
  }
];

export const TRACKING_NOTES = [
  {
    "name": "salary",
    "label": "Salary",
    "kind": "text",
    "default": null,
    "options": [],
    "shown_for": null,
    "is_read_only": false
  },
  {
    "name": "location",
    "label": "Location",
    "kind": "text",
    "default": null,
    "options": [],
    "shown_for": null,
    "is_read_only": false
  },
  {
    "name": "general_note",
    "label": "General note",
    "kind": "long_text",
    "default": null,
    "options": [],
    "shown_for": null,
    "is_read_only": false
  },
  {
    "name": "resume_filename",
    "label": "Resume",
    "kind": "text",
    "default": null,
    "options": [],
    "shown_for": null,
    "is_read_only": true
  }
];

export const EVENT_NOTES = {
  "applied": [
    {
      "name": "type",
      "label": "How",
      "kind": "choice",
      "default": "online",
      "options": [
        {
          "value": "online",
          "label": "Online"
        },
        {
          "value": "referral",
          "label": "Referral"
        }
      ],
      "shown_for": null,
      "is_read_only": false
    },
    {
      "name": "referrer_name",
      "label": "Referred by",
      "kind": "text",
      "default": null,
      "options": [],
      "shown_for": {
        "field": "type",
        "value": "referral"
      },
      "is_read_only": false
    },
    {
      "name": "referrer_content",
      "label": "What they wrote",
      "kind": "long_text",
      "default": null,
      "options": [],
      "shown_for": {
        "field": "type",
        "value": "referral"
      },
      "is_read_only": false
    },
    {
      "name": "note",
      "label": "Note",
      "kind": "long_text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    }
  ],
  "screening": [
    {
      "name": "type",
      "label": "Type",
      "kind": "choice",
      "default": "phone",
      "options": [
        {
          "value": "phone",
          "label": "Phone"
        },
        {
          "value": "video",
          "label": "Video"
        }
      ],
      "shown_for": null,
      "is_read_only": false
    },
    {
      "name": "with_person",
      "label": "With",
      "kind": "text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    },
    {
      "name": "note",
      "label": "Note",
      "kind": "long_text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    }
  ],
  "interview": [
    {
      "name": "round",
      "label": "Round",
      "kind": "choice",
      "default": "1st",
      "options": [
        {
          "value": "1st",
          "label": "1st"
        },
        {
          "value": "2nd",
          "label": "2nd"
        },
        {
          "value": "3rd",
          "label": "3rd"
        },
        {
          "value": "final",
          "label": "Final"
        }
      ],
      "shown_for": null,
      "is_read_only": false
    },
    {
      "name": "type",
      "label": "Type",
      "kind": "choice",
      "default": "technical",
      "options": [
        {
          "value": "technical",
          "label": "Technical"
        },
        {
          "value": "behavioral",
          "label": "Behavioral"
        },
        {
          "value": "onsite",
          "label": "Onsite"
        }
      ],
      "shown_for": null,
      "is_read_only": false
    },
    {
      "name": "interviewers",
      "label": "Interviewers",
      "kind": "text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    },
    {
      "name": "note",
      "label": "Note",
      "kind": "long_text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    }
  ],
  "reference": [
    {
      "name": "contacts_provided",
      "label": "Contacts provided",
      "kind": "long_text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    },
    {
      "name": "note",
      "label": "Note",
      "kind": "long_text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    }
  ],
  "offer": [
    {
      "name": "amount",
      "label": "Amount",
      "kind": "text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    },
    {
      "name": "intention",
      "label": "Intention",
      "kind": "choice",
      "default": null,
      "options": [
        {
          "value": "pending",
          "label": "Pending"
        },
        {
          "value": "leaning accept",
          "label": "Leaning accept"
        },
        {
          "value": "leaning decline",
          "label": "Leaning decline"
        }
      ],
      "shown_for": null,
      "is_read_only": false
    },
    {
      "name": "note",
      "label": "Note",
      "kind": "long_text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    }
  ],
  "accepted": [
    {
      "name": "note",
      "label": "Note",
      "kind": "long_text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    }
  ],
  "declined": [
    {
      "name": "note",
      "label": "Note",
      "kind": "long_text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    }
  ],
  "rejected": [
    {
      "name": "reason",
      "label": "Reason",
      "kind": "choice",
      "default": "turned down",
      "options": [
        {
          "value": "turned down",
          "label": "Turned down"
        },
        {
          "value": "no answer",
          "label": "No answer"
        },
        {
          "value": "withdrawn",
          "label": "Withdrawn"
        },
        {
          "value": "position closed",
          "label": "Position closed"
        }
      ],
      "shown_for": null,
      "is_read_only": false
    },
    {
      "name": "note",
      "label": "Note",
      "kind": "long_text",
      "default": null,
      "options": [],
      "shown_for": null,
      "is_read_only": false
    }
  ]
};
